/**
 * Brings packages into a directory: the lock file, the cache of archives, the plan and the
 * all-or-nothing change of the directory. Knows the solver, the client and the archives.
 */
@NullMarked
package dev.ggen.registry.cli.install;

import org.jspecify.annotations.NullMarked;

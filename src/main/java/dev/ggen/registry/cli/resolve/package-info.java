/**
 * Chooses one version of each package so that everybody who wants it is content. Pure: it asks a
 * {@link dev.ggen.registry.cli.resolve.PackageSource} and does no I/O itself. Needs only the model.
 */
@NullMarked
package dev.ggen.registry.cli.resolve;

import org.jspecify.annotations.NullMarked;

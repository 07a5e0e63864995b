/**
 * The command line: {@code ggen p2p …}. An edge: it speaks to a registry over REST, knows the
 * documents of {@link dev.ggen.registry.api}, the archives and the model, and starts without
 * Spring.
 */
@NullMarked
package dev.ggen.registry.cli;

import org.jspecify.annotations.NullMarked;

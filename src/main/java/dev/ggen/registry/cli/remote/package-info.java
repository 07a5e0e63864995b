/**
 * Speaks REST version 1 (design §8) to a registry: one address, one token, one client. Knows the
 * documents and the model; does no printing.
 */
@NullMarked
package dev.ggen.registry.cli.remote;

import org.jspecify.annotations.NullMarked;

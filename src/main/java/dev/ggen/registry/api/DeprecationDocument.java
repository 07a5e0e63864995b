package dev.ggen.registry.api;

import org.jspecify.annotations.Nullable;

/**
 * What to deprecate a version with.
 *
 * @param message what users shall do instead of using it; empty removes the mark
 */
public record DeprecationDocument(@Nullable String message) {}

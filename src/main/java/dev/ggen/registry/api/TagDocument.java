package dev.ggen.registry.api;

import org.jspecify.annotations.Nullable;

/**
 * What a tag is to name.
 *
 * @param version a complete version
 */
public record TagDocument(@Nullable String version) {}

package dev.ggen.registry.central.store;

import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Manifest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version about to be published; its bytes are kept already.
 *
 * @param manifest what the package says of itself
 * @param archive what identifies its bytes
 * @param readme the read-me's text, or null
 * @param at the time of the publish
 */
public record NewVersion(
    Manifest manifest, ArchiveFacts archive, @Nullable String readme, Instant at) {}

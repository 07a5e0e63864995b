package dev.ggen.registry.web;

import java.time.Instant;

/**
 * What does not change while the service runs.
 *
 * @param version the software's version
 * @param mode {@code central}
 * @param startedAt when it started
 */
public record ServiceFacts(String version, String mode, Instant startedAt) {}

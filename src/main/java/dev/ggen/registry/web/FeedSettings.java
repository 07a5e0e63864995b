package dev.ggen.registry.web;

import java.time.Duration;

/**
 * Limits of those who wait for changes.
 *
 * @param maxReaders how many may wait at once
 * @param heartbeat how often a stream without changes shows that it lives
 */
public record FeedSettings(int maxReaders, Duration heartbeat) {}

package dev.ggen.registry.web;

/**
 * The memory for small archives, which are asked for most.
 *
 * @param maxBytes how much they may take in all
 */
public record ArchiveCacheSettings(long maxBytes) {}

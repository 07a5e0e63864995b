package dev.ggen.registry.api;

/**
 * What a running registry says of itself.
 *
 * @param version the software's version
 * @param mode {@code central}
 * @param uptimeSeconds since the start
 * @param packages names
 * @param versions versions of them
 * @param archiveBytes what the archives take on disk
 * @param sequence the newest change
 * @param indexedSequence the newest change that search shows
 */
public record StatusDocument(
    String version,
    String mode,
    long uptimeSeconds,
    long packages,
    long versions,
    long archiveBytes,
    long sequence,
    long indexedSequence) {}

package dev.ggen.registry.p2p.catalogue;

/**
 * Counts at one moment, for status pages and metrics.
 *
 * @param entries records and grants
 * @param names names of which anything is known
 * @param publishers publishers with records
 * @param bytes of the records' envelopes
 * @param suspects names that may be in conflict; {@link Catalogue#conflicts} looks closer
 * @param sequence the newest change
 * @param indexedSequence the newest change that search shows
 */
public record CatalogueStatus(
    int entries,
    int names,
    int publishers,
    long bytes,
    int suspects,
    long sequence,
    long indexedSequence) {}

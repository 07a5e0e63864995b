package dev.ggen.registry.p2p.protocol;

import java.time.Duration;

/**
 * What a comparison with a peer brought.
 *
 * @param received entries that are kept here now
 * @param refused entries that came and are not kept
 * @param withheld entries that the peer said it has but did not give
 * @param sent entries that the peer keeps now
 * @param trips questions that were asked to find the difference
 * @param comparisonBytes that finding the difference took, both ways
 * @param bytes that all took, both ways
 * @param complete whether nothing was left out for a limit
 * @param duration from beginning to end
 */
public record SyncOutcome(
    int received,
    int refused,
    int withheld,
    int sent,
    int trips,
    long comparisonBytes,
    long bytes,
    boolean complete,
    Duration duration) {}

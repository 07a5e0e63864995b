package dev.ggen.registry.p2p.protocol;

import java.time.Instant;
import java.util.Optional;

/**
 * How far this node keeps up with others.
 *
 * @param firstSyncFinished whether the catalogue was once equal to a peer's
 * @param lastFinished when it was last; the time since then is the lag
 * @param lastMissing how many entries were missing here at that time
 * @param running comparisons under way
 * @param peers that are connected and speak the protocol
 * @param finished comparisons that ended well
 * @param failed comparisons that did not
 * @param received entries that comparisons of this node have brought here
 * @param sent entries that they have brought to others
 */
public record SyncStatus(
    boolean firstSyncFinished,
    Optional<Instant> lastFinished,
    int lastMissing,
    int running,
    int peers,
    long finished,
    long failed,
    long received,
    long sent) {}

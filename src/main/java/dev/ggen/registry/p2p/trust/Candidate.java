package dev.ggen.registry.p2p.trust;

import dev.ggen.registry.p2p.record.SignedRecord;
import java.time.Instant;

/**
 * A record that could stand for its version.
 *
 * @param record the publisher's newest word on these bytes
 * @param firstSeen when a record of this publisher and these bytes first came here
 */
public record Candidate(SignedRecord record, Instant firstSeen) {}

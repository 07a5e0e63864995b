package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import dev.ggen.registry.p2p.reconcile.ItemHash;
import dev.ggen.registry.p2p.reconcile.Reconciliation;
import dev.ggen.registry.p2p.reconcile.ReconciliationException;
import dev.ggen.registry.p2p.reconcile.ReconciliationLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes two catalogues equal, from one side: finds out in what they differ, fetches what is missing
 * here, and brings what is missing there. One owner.
 */
final class SyncSession {
  private final AskingStream stream;
  private final SharedRecords records;
  private final ReconciliationLimits limits;
  private final RandomGenerator chance;
  private final long begin = System.nanoTime();

  SyncSession(
      AskingStream stream,
      SharedRecords records,
      ReconciliationLimits limits,
      RandomGenerator chance) {
    this.stream = stream;
    this.records = records;
    this.limits = limits;
    this.chance = chance;
  }

  SyncOutcome run() throws IOException {
    Reconciliation comparison = compare();
    long comparisonBytes = stream.bytes();
    Fetching fetching = new Fetching(stream, records, chunks(comparison.missing()));
    fetching.run();
    int sent = new Pushing(stream, records, chunks(comparison.offered())).run();
    stream.end();
    return new SyncOutcome(
        fetching.received(),
        fetching.refused(),
        fetching.withheld(),
        sent,
        comparison.rounds(),
        comparisonBytes,
        stream.bytes(),
        comparison.isComplete(),
        Duration.ofNanos(System.nanoTime() - begin));
  }

  private Reconciliation compare() throws IOException {
    Reconciliation comparison = new Reconciliation(records.snapshot(), limits, chance);
    Optional<Bytes> salt = Optional.of(comparison.salt());
    for (Optional<Bytes> question = comparison.next();
        question.isPresent();
        question = comparison.next()) {
      stream.send(new Request.Reconcile(salt, question.get()));
      salt = Optional.empty();
      try {
        comparison.answered(stream.receive(Response.Ranges.class).ranges());
      } catch (ReconciliationException e) {
        throw new ProtocolViolationException(Wire.NAME + ": " + e.getMessage(), e);
      }
    }
    return comparison;
  }

  /** In an order of this session's own, so that sessions at the same time begin elsewhere. */
  private List<List<Bytes>> chunks(List<ItemHash> hashes) {
    List<List<Bytes>> chunks = new ArrayList<>();
    for (int from = 0; from < hashes.size(); from += Wire.MAX_HASHES) {
      int to = Math.min(hashes.size(), from + Wire.MAX_HASHES);
      chunks.add(hashes.subList(from, to).stream().map(ItemHash::bytes).toList());
    }
    Collections.shuffle(chunks, java.util.Random.from(chance));
    return chunks;
  }
}

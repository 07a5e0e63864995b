package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.p2p.reconcile.ReconciliationAnswers;
import dev.ggen.registry.p2p.reconcile.ReconciliationException;
import dev.ggen.registry.p2p.reconcile.ReconciliationLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one stream, in their order. It remembers the set that is compared, as it
 * was when the comparison began, and what it has said it wants. One owner: the stream's thread.
 */
final class ServedStream {
  /** Wanted and not brought yet: 512 KiB. Whoever does not bring it has nothing to offer. */
  static final int MAX_AWAITED = 16_384;

  private final SharedRecords records;
  private final ReconciliationLimits limits;
  private final Set<Bytes> awaited = new HashSet<>();
  private @Nullable ReconciliationAnswers comparison;

  ServedStream(SharedRecords records, ReconciliationLimits limits) {
    this.records = records;
    this.limits = limits;
  }

  /**
   * The answer to a request.
   *
   * @throws ProtocolViolationException if no honest peer would ask that
   */
  Response answer(Request request) throws ProtocolViolationException {
    return switch (request) {
      case Request.Reconcile reconcile -> compare(reconcile);
      case Request.Fetch fetch -> fetch(fetch.hashes());
      case Request.Offer offer -> choose(offer.hashes());
      case Request.Push push -> take(push.entries());
      case Request.Search search -> entries(records.search(search.query()));
      case Request.Resolve resolve -> entries(records.resolve(resolve.name(), resolve.range()));
      case Request.Grants grants -> entries(grants(grants.names()));
    };
  }

  private Response compare(Request.Reconcile reconcile) throws ProtocolViolationException {
    Optional<Bytes> salt = reconcile.salt();
    if (salt.isPresent()) {
      comparison = new ReconciliationAnswers(records.snapshot(), salt.get(), limits);
    }
    if (comparison == null) {
      throw Wire.violation("a comparison that has not begun");
    }
    try {
      return new Response.Ranges(comparison.answer(reconcile.ranges()));
    } catch (ReconciliationException e) {
      throw new ProtocolViolationException(Wire.NAME + ": " + e.getMessage(), e);
    }
  }

  private Response fetch(List<Bytes> hashes) {
    List<Bytes> found = new ArrayList<>();
    int room = Wire.MAX_ENTRIES_BYTES;
    int covered = 0;
    for (Bytes hash : hashes) {
      Optional<Bytes> entry = records.envelope(hash);
      if (entry.isPresent()) {
        room -= entry.get().size() + Wire.ENTRY_OVERHEAD_BYTES;
        if (room < 0) {
          break;
        }
        found.add(entry.get());
      }
      covered++;
    }
    return new Response.Entries(found, covered, false);
  }

  private Response choose(List<Bytes> hashes) throws ProtocolViolationException {
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < hashes.size(); place++) {
      Bytes hash = hashes.get(place);
      if (records.wants(hash) && awaited.add(hash)) {
        places.add(place);
      }
    }
    if (awaited.size() > MAX_AWAITED) {
      throw Wire.violation("more than " + MAX_AWAITED + " entries offered and not brought");
    }
    return new Response.Wanted(places);
  }

  private Response take(List<Bytes> entries) throws ProtocolViolationException {
    for (Bytes entry : entries) {
      if (!awaited.remove(Multihash.sha256(entry).digest())) {
        throw Wire.violation("an entry that was not wanted");
      }
    }
    List<SharedRecords.Fate> fates = records.offer(entries, false);
    if (fates.contains(SharedRecords.Fate.INVALID)) {
      throw Wire.violation("an invalid entry");
    }
    return new Response.Kept(
        (int) fates.stream().filter(fate -> fate == SharedRecords.Fate.KEPT).count());
  }

  private static Response entries(List<Bytes> entries) {
    int count = Wire.fitting(entries);
    return new Response.Entries(entries.subList(0, count), 0, count < entries.size());
  }

  private List<Bytes> grants(List<PackageName> names) {
    List<Bytes> found = new ArrayList<>();
    for (PackageName name : names) {
      found.addAll(records.grants(name));
      if (found.size() > Wire.MAX_ENTRIES) {
        break;
      }
    }
    return found;
  }
}

package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.p2p.trust.Claim;
import dev.ggen.registry.p2p.trust.Pin;
import dev.ggen.registry.p2p.trust.TrustRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Makes room in a full catalogue: records of lower standing go before those of a higher one, of the
 * same standing those of the publisher that has most, and the newest first. What is known of a name
 * beside its records stays, so that nobody takes a name over by having its records pushed out.
 * Looking through all names costs time, so each time room is made for some more. Guarded by the
 * catalogue's lock.
 */
final class Eviction {
  /** After a search that found nothing, for how long none is begun. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private static final int SHARE_AT_ONCE = 100;

  private static final Comparator<Victim> FIRST_TO_GO =
      Comparator.comparing(Victim::standing)
          .thenComparing(Comparator.comparingInt(Victim::share).reversed())
          .thenComparing(Comparator.comparing(Victim::since).reversed())
          .thenComparing(Victim::name);

  private final Ledger ledger;
  private final TrustRules rules;
  private final AdmissionLimits limits;
  private final CatalogueListener listener;
  private final Map<Standing, Instant> pausedUntil = new EnumMap<>(Standing.class);
  private Instant namesPausedUntil = Instant.MIN;

  Eviction(Ledger ledger, TrustRules rules, AdmissionLimits limits, CatalogueListener listener) {
    this.ledger = ledger;
    this.rules = rules;
    this.limits = limits;
    this.listener = listener;
  }

  /**
   * All records of a name by one publisher.
   *
   * @param share how many records the publisher has in all
   */
  private record Victim(
      Standing standing, int share, Instant since, PackageName name, PeerId publisher) {}

  /** Makes room for a record of a publisher; false if everything else counts as much or more. */
  boolean makeRoom(Standing standing, PeerId publisher, Instant now) {
    if (now.isBefore(pausedUntil.getOrDefault(standing, Instant.MIN))) {
      return false;
    }
    ledger.settle();
    int share = ledger.shares().of(publisher).records();
    int wanted =
        ledger.entries() - limits.maxRecords() + Math.max(1, limits.maxRecords() / SHARE_AT_ONCE);
    int gone = 0;
    for (Victim victim : victims(standing, share, now)) {
      if (gone >= wanted) {
        break;
      }
      if (gives(victim, standing, share)) {
        gone += evict(victim, wanted - gone);
      }
    }
    ledger.settle();
    boolean hasRoom = ledger.entries() < limits.maxRecords();
    if (!hasRoom) {
      pausedUntil.put(standing, now.plus(PAUSE));
    }
    return hasRoom;
  }

  private List<Victim> victims(Standing newcomer, int share, Instant now) {
    List<Victim> victims = new ArrayList<>();
    ledger.eachName((name, state) -> {
      for (Claim claim : state.records() == 0 ? List.<Claim>of() : state.trust().claims()) {
        PeerId publisher = claim.publisher();
        Victim victim =
            new Victim(
                Standing.of(state, publisher, rules, now),
                ledger.shares().of(publisher).records(),
                claim.since(),
                name,
                publisher);
        if (gives(victim, newcomer, share)) {
          victims.add(victim);
        }
      }
    });
    victims.sort(FIRST_TO_GO);
    return victims;
  }

  /** Equals give way only if it makes shares more equal. */
  private boolean gives(Victim victim, Standing newcomer, int share) {
    int difference = victim.standing.compareTo(newcomer);
    boolean isEqual = difference == 0 && newcomer.compareTo(Standing.NEWCOMER) <= 0;
    return difference < 0
        || (isEqual && ledger.shares().of(victim.publisher).records() > share + 1);
  }

  private int evict(Victim victim, int most) {
    List<StoredRecord> records =
        ledger.records(RecordKey.prefix(victim.name)).stream()
            .filter(record -> record.record().publisher().equals(victim.publisher))
            .limit(most)
            .toList();
    records.forEach(ledger::remove);
    if (!records.isEmpty()) {
      NameState state = ledger.state(victim.name);
      ledger.put(victim.name, state.withRecords(-records.size()));
      listener.changed(new CatalogueChange.Evicted(victim.name, records.size()));
    }
    return records.size();
  }

  /** Forgets names of which nothing is left but who was first, the least settled ones. */
  boolean dropNames(Instant now) {
    if (now.isBefore(namesPausedUntil)) {
      return false;
    }
    ledger.settle();
    record Orphan(boolean isSettled, PackageName name, NameState state) {}
    List<Orphan> orphans = new ArrayList<>();
    ledger.eachName((name, state) -> {
      if (state.isOrphan()) {
        Pin pin = state.trust().pin();
        orphans.add(new Orphan(pin != null && rules.isSettled(pin, now), name, state));
      }
    });
    orphans.stream()
        .sorted(
            Comparator.comparing(Orphan::isSettled)
                .thenComparingLong(orphan -> orphan.state.changedAt()))
        .limit(Math.max(1, limits.maxNames() / SHARE_AT_ONCE))
        .forEach(orphan -> ledger.drop(orphan.name, orphan.state));
    boolean hasRoom = ledger.names() < limits.maxNames();
    if (!hasRoom) {
      namesPausedUntil = now.plus(PAUSE);
    }
    return hasRoom;
  }
}

package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.p2p.catalogue.Outcome.Reason;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.trust.TrustRules;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is room for an entry (design §6, "Admission"). Makes room where something must give
 * way. Guarded by the catalogue's lock.
 */
final class Admission {
  private final Ledger ledger;
  private final TrustRules rules;
  private final AdmissionLimits limits;
  private final PublisherRates rates;
  private final Eviction eviction;

  Admission(Ledger ledger, TrustRules rules, AdmissionLimits limits, Eviction eviction) {
    this.ledger = ledger;
    this.rules = rules;
    this.limits = limits;
    this.rates = new PublisherRates(limits);
    this.eviction = eviction;
  }

  /**
   * Why a record that is new can't be taken, or null. Other records may be gone after it.
   *
   * @param claimed the name's state as it would be with the record
   */
  Outcome.@Nullable Refused refusesNew(
      SignedRecord record, NameState claimed, Source source, Instant now) {
    if (source.isOurs()) {
      return null;
    }
    Standing standing = Standing.of(claimed, record.publisher(), rules, now);
    if (standing.compareTo(Standing.NAMED) < 0) {
      Outcome.Refused refusal = refusesStranger(record, source, now);
      if (refusal != null) {
        return refusal;
      }
    }
    boolean hasRoom =
        ledger.entries() < limits.maxRecords()
            || eviction.makeRoom(standing, record.publisher(), now);
    boolean hasName = claimed.changedAt() > 0 || hasNameFor(now);
    return hasRoom && hasName ? null : full();
  }

  private Outcome.@Nullable Refused refusesStranger(
      SignedRecord record, Source source, Instant now) {
    PublisherShares.Share share = ledger.shares().of(record.publisher());
    boolean fits =
        share.records() < limits.maxRecordsPerPublisher()
            && share.bytes() + record.envelope().size() <= limits.maxBytesPerPublisher();
    if (!fits) {
      return new Outcome.Refused(
          Reason.SHARE_USED_UP,
          "%s has %d records of %d bytes here; its share is %d and %d."
              .formatted(
                  record.publisher(),
                  share.records(),
                  share.bytes(),
                  limits.maxRecordsPerPublisher(),
                  limits.maxBytesPerPublisher()));
    }
    return refusesSpeed(record.publisher(), source, now);
  }

  private Outcome.@Nullable Refused refusesSpeed(PeerId publisher, Source source, Instant now) {
    return source.isRated() && !rates.take(publisher, now)
        ? new Outcome.Refused(
            Reason.TOO_FAST,
            "%s publishes faster than one record in %s.".formatted(publisher, limits.refill()))
        : null;
  }

  /** Why a later word on a known record can't be taken, or null. */
  Outcome.@Nullable Refused refusesUpdate(
      SignedRecord record, NameState state, Source source, Instant now) {
    boolean isNamed =
        Standing.of(state, record.publisher(), rules, now).compareTo(Standing.NAMED) >= 0;
    return isNamed ? null : refusesSpeed(record.publisher(), source, now);
  }

  /** Why a trusted registry's first grant of a name can't be taken, or null. */
  Outcome.@Nullable Refused refusesGrant(NameState state, PeerId registry, Instant now) {
    boolean hasRoom =
        ledger.entries() < limits.maxRecords() || eviction.makeRoom(Standing.NAMED, registry, now);
    boolean hasName = state.changedAt() > 0 || hasNameFor(now);
    return hasRoom && hasName ? null : full();
  }

  private boolean hasNameFor(Instant now) {
    return ledger.names() < limits.maxNames() || eviction.dropNames(now);
  }

  private Outcome.Refused full() {
    return new Outcome.Refused(
        Reason.FULL,
        "The catalogue holds %d entries, all of which count more.".formatted(ledger.entries()));
  }
}

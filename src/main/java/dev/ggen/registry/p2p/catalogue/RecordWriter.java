package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.p2p.catalogue.Outcome.Reason;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.trust.Candidate;
import dev.ggen.registry.p2p.trust.NameTrust;
import dev.ggen.registry.p2p.trust.Ownership;
import dev.ggen.registry.p2p.trust.TrustRules;
import dev.ggen.registry.p2p.trust.Verdict;
import dev.ggen.registry.p2p.trust.VersionRules;
import dev.ggen.registry.p2p.trust.VersionVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides about package records, and enters them. Guarded by the catalogue's lock. */
final class RecordWriter {
  /** Archives that one publisher may have signed for one version: enough to show that it did. */
  static final int MAX_ARCHIVES = 4;

  private final Ledger ledger;
  private final TrustRules rules;
  private final Admission admission;
  private final Duration maxSkew;

  RecordWriter(Ledger ledger, TrustRules rules, Admission admission, Duration maxSkew) {
    this.ledger = ledger;
    this.rules = rules;
    this.admission = admission;
    this.maxSkew = maxSkew;
  }

  Outcome enter(SignedRecord record, Source source, Instant now) {
    if (record.content().publishedAt().isAfter(now.plus(maxSkew))) {
      return refused(
          Reason.FROM_THE_FUTURE,
          "%s says that it was published at %s, which is to come."
              .formatted(record, record.content().publishedAt()));
    }
    List<StoredRecord> version = versionOf(record);
    Optional<StoredRecord> before =
        version.stream().filter(other -> isSameLine(record, other.record())).findFirst();
    return before.isPresent()
        ? update(record, before.get(), source, now)
        : add(record, version, source, now);
  }

  private static boolean isSameLine(SignedRecord one, SignedRecord other) {
    return one.publisher().equals(other.publisher()) && one.content().hasSameBytes(other.content());
  }

  private static Outcome.Refused refused(Reason reason, String explanation) {
    return new Outcome.Refused(reason, explanation);
  }

  private Outcome update(SignedRecord record, StoredRecord before, Source source, Instant now) {
    if (!record.supersedes(before.record())) {
      return refused(
          Reason.OUTDATED,
          "%s is older than what is known, %s.".formatted(record, before.record()));
    }
    NameState state = ledger.state(record.name());
    Outcome.@Nullable Refused refusal = admission.refusesUpdate(record, state, source, now);
    if (refusal != null) {
      return refusal;
    }
    Source firstSource = before.source().isOurs() ? before.source() : source;
    StoredRecord stored = new StoredRecord(record, before.firstSeen(), firstSource);
    ledger.put(stored, before);
    NameTrust trust = after(state.trust(), before.record(), record, now);
    NameState marked = withSource(state.with(trust), record.publisher(), source);
    ledger.put(record.name(), marked);
    Verdict verdict = verdict(stored, marked, versionOf(record));
    return isConflict(verdict)
        ? new Outcome.Conflict(record, verdict)
        : new Outcome.Updated(record, verdict);
  }

  private NameTrust after(NameTrust trust, SignedRecord before, SignedRecord record, Instant now) {
    boolean wasYanked = before.content().isYanked();
    if (wasYanked == record.content().isYanked()) {
      return trust;
    }
    return wasYanked
        ? rules.returned(trust, record.publisher(), now)
        : rules.withdrawn(trust, record.publisher(), now);
  }

  private static NameState withSource(NameState state, PeerId publisher, Source source) {
    boolean hasRoom = state.ours().size() < NameTrust.MAX_CLAIMS;
    return source.isOurs() && hasRoom ? state.withOurs(publisher) : state;
  }

  private Outcome add(SignedRecord record, List<StoredRecord> version, Source source, Instant now) {
    NameState state = ledger.state(record.name());
    Outcome.@Nullable Refused refusal = refusesNew(record, version, state, source);
    if (refusal == null) {
      refusal = admission.refusesNew(record, claimed(state, record, source, now), source, now);
    }
    if (refusal != null) {
      return refusal;
    }
    StoredRecord stored = new StoredRecord(record, now, source);
    NameState entered = put(stored, !version.isEmpty(), source, now);
    Verdict verdict =
        verdict(stored, entered, version.isEmpty() ? List.of(stored) : versionOf(record));
    return isConflict(verdict)
        ? new Outcome.Conflict(record, verdict)
        : new Outcome.Added(record, verdict);
  }

  private Outcome.@Nullable Refused refusesNew(
      SignedRecord record, List<StoredRecord> version, NameState state, Source source) {
    if (!source.isOurs() && !rules.hasPlace(state.trust(), record.publisher())) {
      return refused(
          Reason.CROWDED,
          "So many publishers claim '%s' that no more are told apart.".formatted(record.name()));
    }
    long archives =
        version.stream()
            .filter(other -> other.record().publisher().equals(record.publisher()))
            .count();
    return archives < MAX_ARCHIVES
        ? null
        : refused(
            Reason.TOO_MANY_ARCHIVES,
            "%s has signed %d archives for %s@%s already."
                .formatted(record.publisher(), archives, record.name(), record.version()));
  }

  private NameState claimed(NameState state, SignedRecord record, Source source, Instant now) {
    boolean isActive = !record.content().isYanked();
    NameTrust trust = rules.published(state.trust(), record.publisher(), isActive, now);
    return withSource(state.with(trust), record.publisher(), source);
  }

  /** The state is read anew: to make room, records of this very name may have been evicted. */
  private NameState put(StoredRecord stored, boolean hasRivals, Source source, Instant now) {
    SignedRecord record = stored.record();
    NameState before = ledger.state(record.name());
    NameState claimed = claimed(before, record, source, now);
    int gone = removeUnclaimed(record, before.trust(), claimed.trust());
    ledger.put(stored, null);
    NameState entered = claimed.withRecords(1 - gone);
    NameState after = hasRivals ? entered.withRivals() : entered;
    ledger.put(record.name(), after);
    return after;
  }

  /** Records of publishers whose claim gave way to an owner's. */
  private int removeUnclaimed(SignedRecord record, NameTrust before, NameTrust after) {
    List<PeerId> gone =
        before.claims().stream()
            .map(claim -> claim.publisher())
            .filter(publisher -> after.claimOf(publisher).isEmpty())
            .toList();
    if (gone.isEmpty()) {
      return 0;
    }
    List<StoredRecord> unclaimed =
        ledger.records(RecordKey.prefix(record.name())).stream()
            .filter(stored -> gone.contains(stored.record().publisher()))
            .toList();
    unclaimed.forEach(ledger::remove);
    return unclaimed.size();
  }

  private List<StoredRecord> versionOf(SignedRecord record) {
    return ledger.records(record.name(), record.version());
  }

  private Verdict verdict(StoredRecord stored, NameState state, List<StoredRecord> version) {
    Ownership ownership = rules.ownership(state.trust());
    List<Candidate> candidates = version.stream().map(StoredRecord::candidate).toList();
    VersionVerdict judged =
        new VersionRules(rules.settings().settlesAfter()).judge(ownership, candidates);
    return VersionRules.of(stored.candidate(), ownership, judged);
  }

  private static boolean isConflict(Verdict verdict) {
    return switch (verdict.reason()) {
      case CONTESTED, CONTESTED_BYTES, OTHER_BYTES, OTHER_PUBLISHER -> true;
      case DECIDED, GRANTED, PINNED, ANYBODY, NOT_ATTESTED -> false;
    };
  }
}

package dev.ggen.registry.p2p.catalogue;

import dev.ggen.registry.p2p.catalogue.Outcome.Reason;
import dev.ggen.registry.p2p.record.SignedEntry;
import dev.ggen.registry.p2p.record.SignedGrant;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.trust.TrustRules;
import dev.ggen.registry.p2p.trust.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides about entries whose signatures are right, and enters them. Guarded by the catalogue's
 * lock.
 */
final class EntryWriter {
  private final Ledger ledger;
  private final TrustRules rules;
  private final Admission admission;
  private final RecordWriter records;

  EntryWriter(Ledger ledger, TrustRules rules, Admission admission, RecordWriter records) {
    this.ledger = ledger;
    this.rules = rules;
    this.admission = admission;
    this.records = records;
  }

  Outcome enter(SignedEntry entry, Source source, Instant now) {
    if (ledger.contains(entry.hash())) {
      return new Outcome.AlreadyKnown(entry.hash());
    }
    return switch (entry) {
      case SignedRecord record -> records.enter(record, source, now);
      case SignedGrant grant -> enter(grant, source, now);
    };
  }

  private Outcome enter(SignedGrant grant, Source source, Instant now) {
    if (!rules.settings().registries().contains(grant.registry())) {
      return new Outcome.Refused(
          Reason.UNKNOWN_REGISTRY, "%s: that registry is not trusted here.".formatted(grant));
    }
    NameState state = ledger.state(grant.name());
    Optional<SignedGrant> before = state.trust().grantOf(grant.registry());
    if (before.isPresent() && !grant.supersedes(before.get())) {
      return new Outcome.Refused(
          Reason.OUTDATED, "%s is older than what is known, %s.".formatted(grant, before.get()));
    }
    boolean isLimited = before.isEmpty() && !source.isOurs();
    Outcome.@Nullable Refused refusal =
        isLimited ? admission.refusesGrant(state, grant.registry(), now) : null;
    return refusal != null ? refusal : put(grant, before);
  }

  private Outcome put(SignedGrant grant, Optional<SignedGrant> before) {
    NameState state = ledger.state(grant.name());
    ledger.granted(grant, before.orElse(null));
    ledger.put(grant.name(), state.with(state.trust().granted(grant)));
    Verdict verdict =
        new Verdict(Verdict.Reason.GRANTED, grant.registry(), List.of(grant.registry()));
    return before.isEmpty()
        ? new Outcome.Added(grant, verdict)
        : new Outcome.Updated(grant, verdict);
  }
}

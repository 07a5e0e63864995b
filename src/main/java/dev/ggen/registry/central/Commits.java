package dev.ggen.registry.central;

import dev.ggen.registry.central.store.AuditStore;
import dev.ggen.registry.model.Change;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.RegistryException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What every change has in common: a transaction, an entry in the audit trail, and, once committed,
 * the cache and the feed told. Safe for any thread.
 */
final class Commits {
  private final CentralTransactions transactions;
  private final AuditStore audit;
  private final CentralFeed feed;
  private final OverviewCache cache;
  private final Clock clock;

  Commits(
      CentralTransactions transactions,
      AuditStore audit,
      CentralFeed feed,
      OverviewCache cache,
      Clock clock) {
    this.transactions = transactions;
    this.audit = audit;
    this.feed = feed;
    this.cache = cache;
    this.clock = clock;
  }

  /** Now, as precisely as databases keep it. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Runs a change; a refusal for want of ownership is put into the audit trail too.
   *
   * @param changeOf the change that a result stands for, if any
   */
  <T> T run(
      Actor actor,
      String action,
      PackageName name,
      Function<T, Optional<Change>> changeOf,
      Supplier<T> work) {
    T result;
    try {
      result = transactions.write(() -> audited(actor, action, changeOf, work));
    } catch (RegistryException.NotAllowed e) {
      transactions.writeLazily(
          () -> audit.add(now(), actor, action, name.value(), "refused: not owner"));
      throw e;
    } finally {
      // Also after a failure: whether a commit arrived that was not answered, nobody knows.
      cache.drop(name);
    }
    changeOf.apply(result).ifPresent(change -> feed.announce(change.sequence()));
    return result;
  }

  private <T> T audited(
      Actor actor, String action, Function<T, Optional<Change>> changeOf, Supplier<T> work) {
    T result = work.get();
    changeOf
        .apply(result)
        .ifPresent(change -> audit.add(change.at(), actor, action, target(change), "done"));
    return result;
  }

  private static String target(Change change) {
    String target = change.name().value();
    if (change.version() != null) {
      target += "@" + change.version();
    }
    return change.detail() == null ? target : target + " " + change.detail();
  }
}

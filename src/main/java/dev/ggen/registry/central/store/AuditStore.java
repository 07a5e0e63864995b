package dev.ggen.registry.central.store;

import dev.ggen.registry.central.store.Repositories.Audit;
import dev.ggen.registry.port.Actor;
import java.time.Instant;

/**
 * The audit trail: who did what to what, from where, and whether it was allowed. Never read here.
 */
public final class AuditStore {
  private static final int MAX_ORIGIN = 200;
  private static final int MAX_TARGET = 500;

  private final Audit audit;

  AuditStore(Audit audit) {
    this.audit = audit;
  }

  /** Adds an entry; long texts are cut. */
  public void add(Instant at, Actor actor, String action, String target, String outcome) {
    audit.save(
        new AuditEntity(
            at,
            actor.user(),
            cut(actor.origin(), MAX_ORIGIN),
            action,
            cut(target, MAX_TARGET),
            outcome));
  }

  private static String cut(String text, int max) {
    return StorableText.of(text.length() <= max ? text : text.substring(0, max));
  }
}

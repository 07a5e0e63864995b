package dev.ggen.registry.central.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One entry of the audit trail. */
@Entity
@Table(name = "audit_entry")
class AuditEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  Instant at;

  String actor;

  String origin;

  String action;

  String target;

  String outcome;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected AuditEntity() {}

  AuditEntity(
      Instant at, String actor, String origin, String action, String target, String outcome) {
    this.at = at;
    this.actor = actor;
    this.origin = origin;
    this.action = action;
    this.target = target;
    this.outcome = outcome;
  }
}

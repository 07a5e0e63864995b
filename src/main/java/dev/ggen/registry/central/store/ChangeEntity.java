package dev.ggen.registry.central.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One entry of the change feed. */
@Entity
@Table(name = "package_change")
class ChangeEntity {
  @Id long sequence;

  @Column(name = "change_type")
  String changeType;

  String name;

  @Nullable String version;

  @Column(name = "changed_at")
  Instant changedAt;

  String actor;

  @Nullable String detail;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected ChangeEntity() {}

  ChangeEntity(
      long sequence,
      String changeType,
      String name,
      @Nullable String version,
      Instant changedAt,
      String actor,
      @Nullable String detail) {
    this.sequence = sequence;
    this.changeType = changeType;
    this.name = name;
    this.version = version;
    this.changedAt = changedAt;
    this.actor = actor;
    this.detail = detail;
  }
}

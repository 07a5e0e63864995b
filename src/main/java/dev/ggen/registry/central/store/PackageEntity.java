package dev.ggen.registry.central.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One name. */
@Entity
@Table(name = "package")
class PackageEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  String name;

  @Column(name = "created_at")
  Instant createdAt;

  long sequence;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected PackageEntity() {}

  PackageEntity(String name, Instant createdAt) {
    this.name = name;
    this.createdAt = createdAt;
  }

  long id() {
    return Objects.requireNonNull(id, "not saved yet");
  }
}

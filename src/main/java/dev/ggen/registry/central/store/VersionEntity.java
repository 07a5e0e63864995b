package dev.ggen.registry.central.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One version of a package. */
@Entity
@Table(name = "package_version")
class VersionEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Column(name = "package_id")
  long packageId;

  String version;

  String manifest;

  String sha256;

  String sha512;

  @Column(name = "size_bytes")
  long sizeBytes;

  @Column(name = "published_at")
  Instant publishedAt;

  String publisher;

  long sequence;

  @Nullable String yanked;

  @Nullable String deprecated;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected VersionEntity() {}

  VersionEntity(
      long packageId,
      String version,
      String manifest,
      String sha256,
      String sha512,
      long sizeBytes,
      Instant publishedAt,
      String publisher,
      long sequence) {
    this.packageId = packageId;
    this.version = version;
    this.manifest = manifest;
    this.sha256 = sha256;
    this.sha512 = sha512;
    this.sizeBytes = sizeBytes;
    this.publishedAt = publishedAt;
    this.publisher = publisher;
    this.sequence = sequence;
  }
}

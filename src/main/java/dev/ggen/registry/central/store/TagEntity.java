package dev.ggen.registry.central.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One tag of a package. */
@Entity
@Table(name = "package_tag")
class TagEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Column(name = "package_id")
  long packageId;

  String tag;

  String version;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected TagEntity() {}

  TagEntity(long packageId, String tag, String version) {
    this.packageId = packageId;
    this.tag = tag;
    this.version = version;
  }
}

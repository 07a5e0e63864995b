package dev.ggen.registry.central.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The read-me of one version. */
@Entity
@Table(name = "version_readme")
class ReadmeEntity {
  @Id
  @Column(name = "version_id")
  long versionId;

  String content;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected ReadmeEntity() {}

  ReadmeEntity(long versionId, String content) {
    this.versionId = versionId;
    this.content = content;
  }
}

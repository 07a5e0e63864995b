package dev.ggen.registry.central.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How often a package was fetched. */
@Entity
@Table(name = "package_downloads")
class DownloadsEntity {
  @Id
  @Column(name = "package_id")
  long packageId;

  long downloads;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected DownloadsEntity() {}

  DownloadsEntity(long packageId, long downloads) {
    this.packageId = packageId;
    this.downloads = downloads;
  }
}

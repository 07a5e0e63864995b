package dev.ggen.registry.central.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One owner of a package. */
@Entity
@Table(name = "package_owner")
class OwnerEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Column(name = "package_id")
  long packageId;

  @Column(name = "user_name")
  String userName;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected OwnerEntity() {}

  OwnerEntity(long packageId, String userName) {
    this.packageId = packageId;
    this.userName = userName;
  }
}

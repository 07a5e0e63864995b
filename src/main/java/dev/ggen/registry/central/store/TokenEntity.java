package dev.ggen.registry.central.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One API token. */
@Entity
@Table(name = "api_token")
class TokenEntity {
  @Id String id;

  @Column(name = "secret_hash")
  String secretHash;

  @Column(name = "user_name")
  String userName;

  String description;

  String scopes;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "expires_at")
  @Nullable Instant expiresAt;

  @Column(name = "last_used_at")
  @Nullable Instant lastUsedAt;

  @Column(name = "revoked_at")
  @Nullable Instant revokedAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected TokenEntity() {}

  TokenEntity(
      String id,
      String secretHash,
      String userName,
      String description,
      String scopes,
      Instant createdAt,
      @Nullable Instant expiresAt) {
    this.id = id;
    this.secretHash = secretHash;
    this.userName = userName;
    this.description = description;
    this.scopes = scopes;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }
}

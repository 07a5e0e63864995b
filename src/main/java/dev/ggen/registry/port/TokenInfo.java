package dev.ggen.registry.port;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API token without its secret.
 *
 * @param id what to name it by
 * @param user whose it is
 * @param description what it is for
 * @param scopes what it allows
 * @param createdAt when it was made
 * @param expiresAt when it ends, or null if never
 * @param lastUsedAt when it was last used, to the minute, or null if never
 */
public record TokenInfo(
    String id,
    String user,
    String description,
    Set<TokenScope> scopes,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {
  /** Copies the scopes. */
  public TokenInfo {
    scopes = Set.copyOf(scopes);
  }
}

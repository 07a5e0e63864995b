package dev.ggen.registry.api;

import dev.ggen.registry.port.TokenInfo;
import dev.ggen.registry.port.TokenScope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token.
 *
 * @param id what to name it by
 * @param user whose it is
 * @param description what it is for
 * @param scopes {@code publish}, {@code yank}, {@code admin}
 * @param createdAt when it was made
 * @param expiresAt when it ends, or null
 * @param lastUsedAt when it was last used, or null
 * @param token the secret; only in the answer that makes it
 */
public record TokenDocument(
    String id,
    String user,
    String description,
    List<String> scopes,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable String token) {
  /** Copies the scopes. */
  public TokenDocument {
    scopes = List.copyOf(scopes);
  }

  /** The document of a token; the secret is null but in the answer that makes it. */
  public static TokenDocument of(TokenInfo info, @Nullable String secret) {
    return new TokenDocument(
        info.id(),
        info.user(),
        info.description(),
        info.scopes().stream().map(TokenScope::label).sorted().toList(),
        info.createdAt(),
        info.expiresAt(),
        info.lastUsedAt(),
        secret);
  }

  /**
   * What to make.
   *
   * @param user whose it is to be
   * @param description what it is for, or null
   * @param scopes what it allows
   * @param expiresInDays how long it is valid, or null for ever
   */
  public record Request(
      String user,
      @Nullable String description,
      List<String> scopes,
      @Nullable Integer expiresInDays) {
    /** Copies the scopes; none where JSON has none. */
    public Request {
      scopes = scopes == null ? List.of() : List.copyOf(scopes);
    }
  }
}

package dev.ggen.registry.central.store;

import dev.ggen.registry.central.store.Repositories.TokenRows;
import dev.ggen.registry.port.TokenInfo;
import dev.ggen.registry.port.TokenScope;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tokens' table; knows hashes, never secrets. */
public final class TokenStore {
  private final TokenRows rows;

  TokenStore(TokenRows rows) {
    this.rows = rows;
  }

  /** Adds a token. */
  public void add(TokenInfo token, String secretHash) {
    rows.save(
        new TokenEntity(
            token.id(),
            secretHash,
            token.user(),
            token.description(),
            token.scopes().stream()
                .map(TokenScope::label)
                .sorted()
                .collect(Collectors.joining(",")),
            token.createdAt(),
            token.expiresAt()));
  }

  /** The tokens that are valid at a moment, oldest first. */
  public List<TokenInfo> valid(Instant now) {
    return rows.findValid(now).stream().map(TokenStore::toInfo).toList();
  }

  /** The token of a hash, if it was not revoked; it may have expired. */
  public Optional<TokenInfo> findByHash(String secretHash) {
    return rows.findBySecretHash(secretHash)
        .filter(row -> row.revokedAt == null)
        .map(TokenStore::toInfo);
  }

  /** Ends a token; false if there is none of that id that still holds. */
  public boolean revoke(String id, Instant at) {
    Optional<TokenEntity> row = rows.findById(id).filter(found -> found.revokedAt == null);
    row.ifPresent(found -> found.revokedAt = at);
    return row.isPresent();
  }

  /** Notes that a token was used. */
  public void noteUse(String id, Instant at) {
    rows.noteUse(id, at);
  }

  private static TokenInfo toInfo(TokenEntity row) {
    return new TokenInfo(
        row.id,
        row.userName,
        row.description,
        scopes(row.scopes),
        row.createdAt,
        row.expiresAt,
        row.lastUsedAt);
  }

  private static Set<TokenScope> scopes(String text) {
    Set<TokenScope> scopes = EnumSet.noneOf(TokenScope.class);
    for (String label : text.split(",", -1)) {
      scopes.add(TokenScope.valueOf(label.toUpperCase(Locale.ROOT)));
    }
    return scopes;
  }
}

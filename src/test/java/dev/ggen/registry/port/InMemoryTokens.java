package dev.ggen.registry.port;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tokens of an {@link InMemoryRegistry}; their secrets are predictable. */
public final class InMemoryTokens implements Tokens {
  private static final Actor NOBODY = new Actor("test", true, "test");

  private final Map<String, TokenInfo> bySecret = new LinkedHashMap<>();
  private final Clock clock;
  private int issued;

  InMemoryTokens(Clock clock) {
    this.clock = clock;
  }

  /** The secret of a new token that does not end. */
  public String secretOf(String user, TokenScope... scopes) {
    return issue(NOBODY, user, "for a test", Set.of(scopes), null).secret();
  }

  /** The secret of a token that has ended. */
  public String endedSecretOf(String user, TokenScope... scopes) {
    return issue(NOBODY, user, "ended", Set.of(scopes), Duration.ofSeconds(-1)).secret();
  }

  @Override
  public synchronized Issued issue(
      Actor actor,
      String user,
      String description,
      Set<TokenScope> scopes,
      @Nullable Duration validFor) {
    if (!user.matches("[a-z0-9._@-]{1,64}") || description.length() > 200 || scopes.isEmpty()) {
      throw new RegistryException.Invalid(
          "A token needs a user ([a-z0-9._@-], up to 64), at most 200 characters of description and"
              + " a scope.");
    }
    Instant now = clock.instant();
    String id = "t" + ++issued;
    Instant end = validFor == null ? null : now.plus(validFor);
    TokenInfo info = new TokenInfo(id, user, description, scopes, now, end, null);
    bySecret.put("ggen_secret-" + id, info);
    return new Issued(info, "ggen_secret-" + id);
  }

  @Override
  public synchronized List<TokenInfo> list() {
    return bySecret.values().stream().filter(this::isValid).toList();
  }

  @Override
  public synchronized void revoke(Actor actor, String id) {
    if (!bySecret.values().removeIf(info -> info.id().equals(id))) {
      throw new RegistryException.NotFound(
          "token-not-found", "There is no token '%s'.".formatted(id));
    }
  }

  @Override
  public synchronized Optional<TokenInfo> authenticate(String secret) {
    return Optional.ofNullable(bySecret.get(secret)).filter(this::isValid);
  }

  private boolean isValid(TokenInfo info) {
    return info.expiresAt() == null || clock.instant().isBefore(info.expiresAt());
  }
}

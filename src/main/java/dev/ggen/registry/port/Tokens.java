package dev.ggen.registry.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The API tokens. Only a hash of a secret is ever stored. */
public interface Tokens {
  /**
   * Makes a token.
   *
   * @param actor who makes it
   * @param user whose it is to be: 1 to 64 characters of {@code [a-z0-9._@-]}
   * @param description what it is for, up to 200 characters
   * @param scopes what it allows; at least one
   * @param validFor how long, or null for ever
   * @throws RegistryException.Invalid if a value breaks a rule
   */
  Issued issue(
      Actor actor,
      String user,
      String description,
      Set<TokenScope> scopes,
      @Nullable Duration validFor);

  /** Every token that has neither ended nor been revoked, oldest first. */
  List<TokenInfo> list();

  /**
   * Ends a token at once.
   *
   * @throws RegistryException.NotFound if there is none of that id
   */
  void revoke(Actor actor, String id);

  /** The token that a secret belongs to, if it is valid now; notes its use. */
  Optional<TokenInfo> authenticate(String secret);

  /**
   * A new token.
   *
   * @param info the token
   * @param secret what the client sends as bearer token; can't be had again
   */
  record Issued(TokenInfo info, String secret) {}
}

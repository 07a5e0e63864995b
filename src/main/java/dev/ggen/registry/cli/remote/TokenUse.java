package dev.ggen.registry.cli.remote;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * When the token goes along. It never leaves this machine unencrypted unless the user insists: a
 * read then goes without it, a write is not sent at all. Looked for at the first use. Thread-safe.
 */
public final class TokenUse {
  private final Lazy<Optional<Token>> token;
  private final boolean safe;

  /**
   * @param address who will hear it
   * @param token finds the token
   * @param insist whether to send it to anyone
   */
  public TokenUse(RegistryAddress address, Supplier<Optional<Token>> token, boolean insist) {
    this.token = new Lazy<>(token);
    this.safe = insist || address.keepsSecrets();
  }

  Optional<Token> forReading() {
    return safe ? token.get() : Optional.empty();
  }

  Optional<Token> forWriting(RegistryAddress address) {
    if (!safe && token.get().isPresent()) {
      throw new RemoteException.Withheld(
          "The token was not sent, because everyone on the way to %s could read it. Use https, or --insecure if you trust the network."
              .formatted(address));
    }
    return token.get();
  }
}

package dev.ggen.registry.cli.remote;

import dev.ggen.registry.model.InvalidValueException;

/**
 * The secret that allows to write. Never part of a message.
 *
 * @param secret what is sent
 * @param origin where it was found, fit for messages
 */
public record Token(String secret, String origin) {
  /** The longest secret: longer ones are some other file. */
  public static final int MAX_LENGTH = 1_024;

  /**
   * Checks that it can stand in a header.
   *
   * @throws InvalidValueException if not; the message does not show the secret
   */
  public Token {
    if (secret.length() > MAX_LENGTH || !secret.matches("[A-Za-z0-9._~+/=-]+")) {
      throw new InvalidValueException(
          "%s does not hold a token: one line of letters, digits and '-._~+/='.".formatted(origin));
    }
  }

  /** Tells where it came from, not what it is. */
  @Override
  public String toString() {
    return "token of " + origin;
  }
}

package dev.ggen.registry.model;

/**
 * A text that is no name, version, range, digest or other value of the domain. The fault is the
 * giver's; trying again does not help. The message says what was wrong and what to write instead.
 */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Tells a user what to write instead.
   *
   * @param message what was wrong and what to write instead, fit for users
   */
  public InvalidValueException(String message) {
    super(message);
  }
}

package dev.ggen.registry.cli.resolve;

/** No choice of versions meets every wish. The message names who wants what and what there is. */
public final class UnsolvableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsolvableException(String message) {
    super(message);
  }
}

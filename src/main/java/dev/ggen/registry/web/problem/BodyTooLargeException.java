package dev.ggen.registry.web.problem;

import java.io.IOException;

/** A JSON body is longer than it may be. */
final class BodyTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  BodyTooLargeException(int maxBytes) {
    super("A JSON body has at most %d bytes.".formatted(maxBytes));
  }
}

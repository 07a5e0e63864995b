package dev.ggen.registry.cli;

import org.jspecify.annotations.Nullable;

/** Arguments that the parser has checked to be there. */
final class Given {
  private Given() {}

  static <T> T value(@Nullable T argument) {
    if (argument == null) {
      throw new IllegalStateException("The parser let a missing argument pass.");
    }
    return argument;
  }
}

package dev.ggen.registry.app;

import org.jspecify.annotations.Nullable;

/** Checks of single settings. */
final class Setting {
  private Setting() {}

  /** A setting that must have a value; {@code application.yml} gives each its default. */
  static <T> T required(String key, @Nullable T value) {
    if (value == null) {
      throw new InvalidSettingException(key, "It has no value.");
    }
    return value;
  }

  /** A setting that must have a value in bounds. */
  static <T extends Comparable<? super T>> T between(
      String key, @Nullable T value, T min, T max, String allowed) {
    T given = required(key, value);
    if (given.compareTo(min) < 0 || given.compareTo(max) > 0) {
      throw new InvalidSettingException(key, "It is " + allowed + ", not " + given + ".");
    }
    return given;
  }
}

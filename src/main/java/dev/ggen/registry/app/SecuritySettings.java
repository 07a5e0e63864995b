package dev.ggen.registry.app;

import org.jspecify.annotations.Nullable;

/**
 * {@code registry.security}: who may do what.
 *
 * @param anonymousRead whether reading needs no token
 */
public record SecuritySettings(Boolean anonymousRead) {
  /** Refuses a missing value. */
  public SecuritySettings(@Nullable Boolean anonymousRead) {
    this.anonymousRead = Setting.required("registry.security.anonymous-read", anonymousRead);
  }
}

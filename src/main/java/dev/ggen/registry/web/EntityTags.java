package dev.ggen.registry.web;

import org.jspecify.annotations.Nullable;

/** Compares entity tags (RFC 9110 §8.8.3). The tags given here contain neither comma nor quote. */
final class EntityTags {
  private EntityTags() {}

  /** True if an {@code If-None-Match} names the tag, by weak comparison, or is a star. */
  static boolean anyMatches(@Nullable String header, String etag) {
    if (header == null) {
      return false;
    }
    if (header.strip().equals("*")) {
      return true;
    }
    String opaque = opaque(etag);
    for (String candidate : header.split(",", -1)) {
      if (opaque(candidate.strip()).equals(opaque)) {
        return true;
      }
    }
    return false;
  }

  private static String opaque(String etag) {
    return etag.startsWith("W/") ? etag.substring(2) : etag;
  }
}

package dev.ggen.registry.port;

import java.util.Locale;

/** What a token allows. */
public enum TokenScope {
  /** To publish new versions and set tags. */
  PUBLISH,
  /** To yank, unyank and deprecate. */
  YANK,
  /** Everything: other people's packages, owners and tokens too. */
  ADMIN;

  /** The name on the wire: {@code publish}, {@code yank}, {@code admin}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

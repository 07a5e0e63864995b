package dev.ggen.registry.p2p.trust;

import java.util.Locale;

/** Who may own a name: {@code p2p.trust.policy}. */
public enum TrustPolicy {
  /** The first publisher seen, unless a registry or a person says otherwise. */
  PINNED,
  /** Only whom a trusted registry or a person names. */
  ATTESTED,
  /** Everybody. For tests. */
  ANY;

  /** As it is written in the configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

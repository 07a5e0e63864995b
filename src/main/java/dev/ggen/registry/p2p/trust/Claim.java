package dev.ggen.registry.p2p.trust;

import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Instant;
import java.util.Comparator;

/**
 * That a publisher has signed records of a name.
 *
 * @param since when that was first seen here; anew when it comes back after everything was
 *     withdrawn
 * @param active how many of its records are not withdrawn
 */
public record Claim(PeerId publisher, Instant since, int active) {
  static final Comparator<Claim> OLDEST_FIRST =
      Comparator.comparing(Claim::since).thenComparing(Claim::publisher);

  /** Checks the count. */
  public Claim {
    if (active < 0) {
      throw new IllegalArgumentException("a claim of " + active + " records");
    }
  }

  /** Whether anything is not withdrawn. */
  public boolean isActive() {
    return active > 0;
  }
}

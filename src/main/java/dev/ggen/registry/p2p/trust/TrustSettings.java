package dev.ggen.registry.p2p.trust;

import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * Whom this node believes.
 *
 * @param policy who may own a name
 * @param registries whose ownership grants count, by the peer ids of their signing keys; where two
 *     have granted a name, the one that comes first here is right
 * @param settlesAfter how long a publisher must have been alone with a name, or an archive with a
 *     version, to stand against others that come later; longer means more contested names, shorter
 *     means that after a split of the network each side keeps its own
 */
public record TrustSettings(TrustPolicy policy, List<PeerId> registries, Duration settlesAfter) {
  /** The most trusted registries. */
  public static final int MAX_REGISTRIES = 16;

  /** A day: whoever sleeps over it still sees the contest. */
  public static final Duration DEFAULT_SETTLES_AFTER = Duration.ofHours(24);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public TrustSettings {
    registries = List.copyOf(registries);
    if (registries.size() > MAX_REGISTRIES) {
      throw new IllegalArgumentException(
          "At most %d registries can be trusted, not %d."
              .formatted(MAX_REGISTRIES, registries.size()));
    }
    if (new HashSet<>(registries).size() < registries.size()) {
      throw new IllegalArgumentException("A trusted registry is named twice.");
    }
    if (settlesAfter.isNegative()) {
      throw new IllegalArgumentException("settles-after must not be negative: " + settlesAfter);
    }
  }

  /** Pinning, with these registries trusted. */
  public static TrustSettings pinned(List<PeerId> registries) {
    return new TrustSettings(TrustPolicy.PINNED, registries, DEFAULT_SETTLES_AFTER);
  }
}

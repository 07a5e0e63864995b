package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.PeerId;
import java.util.HashMap;
import java.util.Map;

/** How much of the catalogue is whose. Guarded by the catalogue's lock. */
final class PublisherShares {
  private static final Share NOTHING = new Share(0, 0);

  private final Map<PeerId, Share> shares = new HashMap<>();

  /**
   * What a publisher has.
   *
   * @param bytes of envelopes
   */
  record Share(int records, long bytes) {}

  Share of(PeerId publisher) {
    return shares.getOrDefault(publisher, NOTHING);
  }

  /** Adds to a share; negative numbers take away. */
  void change(PeerId publisher, int records, long bytes) {
    Share before = of(publisher);
    Share after = new Share(before.records + records, before.bytes + bytes);
    if (after.records == 0) {
      shares.remove(publisher);
    } else {
      shares.put(publisher, after);
    }
  }

  int publishers() {
    return shares.size();
  }
}

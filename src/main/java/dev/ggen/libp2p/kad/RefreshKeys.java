package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Keys to look for so that every bucket is looked after: "Bootstrap process". Places can't be asked
 * for, only keys that lie there, and these are found by trying: 2<sup>n+1</sup> times for a shared
 * prefix of n bits.
 */
final class RefreshKeys {
  /** Some 100,000 hashes in all; nearer buckets are filled by looking for oneself. */
  static final int MAX_PREFIX = 15;

  private RefreshKeys() {}

  /** One key for each bucket up to a shared prefix, and one anywhere. */
  static List<Bytes> of(KadKey self, int prefix, RandomGenerator random) {
    List<Bytes> keys = new ArrayList<>();
    for (int bits = 0; bits <= Math.min(prefix, MAX_PREFIX); bits++) {
      keys.add(sharing(self, bits, random));
    }
    keys.add(random(random));
    return keys;
  }

  private static Bytes sharing(KadKey self, int bits, RandomGenerator random) {
    Bytes key = random(random);
    while (self.commonPrefix(KadKey.of(key)) != bits) {
      key = random(random);
    }
    return key;
  }

  /** In the form of a peer id, as some implementations ask for no other. */
  private static Bytes random(RandomGenerator random) {
    byte[] digest = new byte[32];
    random.nextBytes(digest);
    return new Multihash(Multihash.SHA2_256, Bytes.copyOf(digest)).encode();
  }
}

package dev.ggen.registry.p2p.reconcile;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Stands for a set of hashes: the first 16 bytes of the SHA-256 of their sum modulo 2 to the power
 * of 256, and of their number as eight bytes, both big-endian.
 *
 * <p>Sums can be kept up to date, which hashes of lists can't. To make two sets with one sum, an
 * attacker needs tens of thousands of items of his own in one range, or more work than anybody has;
 * and as ranges are cut by rank, and at the first time at random, so many items never share one.
 */
record Fingerprint(long high, long low) {
  static final int BYTES = 16;

  static Fingerprint of(ItemHash sum, int count) {
    MessageDigest digest = Sha256.digest();
    digest.update(sum.toByteArray());
    byte[] hash = digest.digest(ByteBuffer.allocate(Long.BYTES).putLong(count).array());
    return read(ByteBuffer.wrap(hash));
  }

  static Fingerprint read(ByteBuffer from) {
    return new Fingerprint(from.getLong(), from.getLong());
  }
}

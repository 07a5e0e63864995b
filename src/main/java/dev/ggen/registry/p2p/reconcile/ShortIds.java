package dev.ggen.registry.p2p.reconcile;

import dev.ggen.libp2p.multiformats.Bytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * What items are called within one session: the first six bytes of the SHA-256 of the session's
 * salt and the item's hash. Nobody can make items that share one, as the salt comes last; two that
 * do by chance, one pair in 2 to the power of 48, don't in the next session. Not safe for threads.
 */
final class ShortIds {
  static final int BYTES = 6;

  private final byte[] salt;
  private final MessageDigest digest = Sha256.digest();

  ShortIds(Bytes salt) {
    if (salt.size() != Reconciliation.SALT_BYTES) {
      throw new IllegalArgumentException(
          "a salt has " + Reconciliation.SALT_BYTES + " bytes, not " + salt.size());
    }
    this.salt = salt.toByteArray();
  }

  long of(ItemHash item) {
    digest.update(salt);
    return ByteBuffer.wrap(digest.digest(item.toByteArray())).getLong() >>> 16;
  }
}

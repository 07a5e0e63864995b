package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import java.nio.ByteBuffer;

/**
 * What two sets of hashes are compared by.
 *
 * @param count how many hashes
 * @param sum the sum of the hashes as numbers of 256 bits, modulo 2^256, most significant first
 */
public record Fingerprint(int count, Bytes sum) {
  private static final int SHORT_BYTES = 16;

  /** Sixteen bytes for the wire: the beginning of the SHA-256 of sum and count. */
  public Bytes digest() {
    byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(count).array();
    return Multihash.sha256(Bytes.concat(sum, Bytes.copyOf(length))).digest().slice(0, SHORT_BYTES);
  }
}

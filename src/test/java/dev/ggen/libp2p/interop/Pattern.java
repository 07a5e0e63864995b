package dev.ggen.libp2p.interop;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The bytes that the js peers make too: a linear congruential generator, its highest byte. */
final class Pattern {
  private int state;

  Pattern(int seed) {
    state = seed;
  }

  void fill(byte[] target, int length) {
    for (int i = 0; i < length; i++) {
      state = state * 1_664_525 + 1_013_904_223;
      target[i] = (byte) (state >>> 24);
    }
  }

  static String sha256(long size, int seed) {
    MessageDigest digest = digest();
    Pattern pattern = new Pattern(seed);
    byte[] block = new byte[64 * 1024];
    for (long left = size; left > 0; left -= block.length) {
      int part = (int) Math.min(left, block.length);
      pattern.fill(block, part);
      digest.update(block, 0, part);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}

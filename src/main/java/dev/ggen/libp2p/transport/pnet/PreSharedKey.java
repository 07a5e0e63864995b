package dev.ggen.libp2p.transport.pnet;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * The key of a private network: libp2p private networks, "Interface". Never shown by {@link
 * #toString}.
 */
public final class PreSharedKey {
  static final int BYTES = 32;

  /** Three short lines; more is another file. */
  private static final int MAX_FILE_BYTES = 1_024;

  private static final String CODEC = "/key/swarm/psk/1.0.0/";

  private final Bytes key;

  private PreSharedKey(Bytes key) {
    if (key.size() != BYTES) {
      throw new MultiformatException("a swarm key has 32 bytes, not " + key.size());
    }
    this.key = key;
  }

  /** From 32 bytes. */
  public static PreSharedKey of(Bytes key) {
    return new PreSharedKey(key);
  }

  /** A new one, by the system's secure random source. */
  public static PreSharedKey generate() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new PreSharedKey(Bytes.copyOf(bytes));
  }

  /**
   * From a file {@code swarm.key}: a line with the codec, a line with the base, and the key.
   *
   * @throws MultiformatException if it is none; the message says what to write
   */
  public static PreSharedKey parse(byte[] file) {
    if (file.length > MAX_FILE_BYTES) {
      throw new MultiformatException("a swarm key file of " + file.length + " bytes");
    }
    int first = lineEnd(file, 0);
    int second = lineEnd(file, first + 1);
    String codec = text(file, 0, first);
    String base = text(file, first + 1, second);
    if (!codec.equals(CODEC)) {
      throw new MultiformatException("a swarm key file begins with the line " + CODEC);
    }
    int from = Math.min(second + 1, file.length);
    String digits = text(file, from, file.length);
    return switch (base) {
      case "/base16/" -> new PreSharedKey(Bytes.fromHex(digits));
      case "/base64/" -> new PreSharedKey(base64(digits));
      case "/bin/" -> new PreSharedKey(Bytes.copyOf(file, from, file.length));
      default ->
          throw new MultiformatException(
              "the second line of a swarm key file is /base16/, /base64/ or /bin/");
    };
  }

  private static Bytes base64(String digits) {
    try {
      return Bytes.copyOf(Base64.getDecoder().decode(digits));
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("the third line of the swarm key file is not base64", e);
    }
  }

  private static int lineEnd(byte[] file, int from) {
    for (int i = from; i < file.length; i++) {
      if (file[i] == '\n') {
        return i;
      }
    }
    return file.length;
  }

  private static String text(byte[] file, int from, int to) {
    byte[] part = from >= to ? new byte[0] : Arrays.copyOfRange(file, from, to);
    return new String(part, StandardCharsets.US_ASCII).strip();
  }

  /** The file that {@link #parse} reads, in base16. Keep it secret. */
  public byte[] toFile() {
    return (CODEC + "\n/base16/\n" + key.hex() + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  byte[] bytes() {
    return key.toByteArray();
  }

  @Override
  public String toString() {
    return "swarm key";
  }
}

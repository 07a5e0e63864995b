package dev.ggen.registry.model;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A cryptographic digest of some bytes.
 *
 * @param algorithm the hash function
 * @param hex the digest in lower-case hexadecimal
 */
public record Digest(Algorithm algorithm, String hex) {

  /** The hash functions that the registry speaks. */
  public enum Algorithm {
    /** SHA-256, the key of the blob store. */
    SHA256("SHA-256", 32),
    /** SHA-512, what npm verifies. */
    SHA512("SHA-512", 64);

    private final String jcaName;
    private final int lengthBytes;

    Algorithm(String jcaName, int lengthBytes) {
      this.jcaName = jcaName;
      this.lengthBytes = lengthBytes;
    }

    /** The name that {@link java.security.MessageDigest} knows. */
    public String jcaName() {
      return jcaName;
    }

    /** The name in subresource integrity texts and file names: {@code sha256}, {@code sha512}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks the digits.
   *
   * @throws InvalidValueException if the text is not as many hexadecimal digits as the algorithm
   *     gives
   */
  public Digest {
    if (hex.length() != 2 * algorithm.lengthBytes || !hex.chars().allMatch(Digest::isDigit)) {
      throw new InvalidValueException(
          "A %s digest is %d lower-case hexadecimal digits."
              .formatted(algorithm.label(), 2 * algorithm.lengthBytes));
    }
  }

  private static boolean isDigit(int character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
  }

  /** The digest whose bytes these are. */
  public static Digest of(Algorithm algorithm, byte[] bytes) {
    return new Digest(algorithm, HexFormat.of().formatHex(bytes));
  }

  /**
   * Reads {@code sha256-<base64>} or {@code sha512-<base64>} (W3C Subresource Integrity).
   *
   * @throws InvalidValueException if it is anything else
   */
  public static Digest ofIntegrity(String text) {
    for (Algorithm algorithm : Algorithm.values()) {
      String prefix = algorithm.label() + "-";
      if (text.startsWith(prefix)) {
        try {
          return of(algorithm, Base64.getDecoder().decode(text.substring(prefix.length())));
        } catch (IllegalArgumentException e) {
          break;
        }
      }
    }
    throw new InvalidValueException(
        "An integrity is 'sha256-' or 'sha512-' followed by the digest in base64.");
  }

  /** The digest in the form of W3C Subresource Integrity, for example {@code sha256-47DEQ…=}. */
  public String integrity() {
    return algorithm.label() + "-" + base64();
  }

  /** The digest's bytes in base64. */
  public String base64() {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}

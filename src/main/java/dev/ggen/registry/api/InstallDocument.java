package dev.ggen.registry.api;

import org.jspecify.annotations.Nullable;

/**
 * The answer to an install: the archive is here now and verified.
 *
 * @param name the package
 * @param version the version that was chosen
 * @param integrity {@code sha512-…} of the archive
 * @param sha256 SHA-256 of the archive in hexadecimal
 * @param size length in bytes
 * @param source where it came from: {@code cache}, {@code p2p} or {@code central}
 * @param archive path of the archive on this server
 * @param deprecated what to do instead of using it, or null
 */
public record InstallDocument(
    String name,
    String version,
    String integrity,
    String sha256,
    long size,
    String source,
    String archive,
    @Nullable String deprecated) {

  /**
   * What to install.
   *
   * @param name the package
   * @param version version, range or tag; {@code latest} if null
   * @param mode {@code central}; the registry's own if null
   */
  public record Request(String name, @Nullable String version, @Nullable String mode) {}
}

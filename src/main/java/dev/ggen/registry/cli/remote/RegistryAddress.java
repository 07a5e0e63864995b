package dev.ggen.registry.cli.remote;

import dev.ggen.registry.model.InvalidValueException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Where a registry answers: {@code http} or {@code https}, a host, perhaps a port and a path.
 *
 * @param base the address without trailing slash, query or fragment
 */
public record RegistryAddress(URI base) {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** What is spoken to unless something else is said. */
  public static final RegistryAddress DEFAULT = of("http://localhost:8080");

  /**
   * Reads an address. The path of the operations at its end, as copied from a browser, is left
   * away.
   *
   * @throws InvalidValueException if it is none
   */
  public static RegistryAddress of(String text) {
    URI uri;
    try {
      uri = URI.create(text.strip().replaceFirst("(/+api/v1)?/*$", ""));
    } catch (IllegalArgumentException e) {
      throw invalid(text);
    }
    String scheme = uri.getScheme();
    if (scheme == null
        || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw invalid(text);
    }
    return new RegistryAddress(uri);
  }

  private static InvalidValueException invalid(String text) {
    return new InvalidValueException(
        "'%s' is not the address of a registry; write one such as 'http://localhost:8080', without user, query or fragment."
            .formatted(text));
  }

  /** An address on the registry; the path is already encoded. */
  URI at(String path) {
    return URI.create(base + path);
  }

  /** True if only this machine hears what is said to it. */
  public boolean isLoopback() {
    String host = base.getHost().toLowerCase(Locale.ROOT);
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  /** True if a secret may be sent to it: over TLS, or without leaving this machine. */
  public boolean keepsSecrets() {
    return isEncrypted() || isLoopback();
  }

  /** True if it is spoken to over TLS. */
  boolean isEncrypted() {
    return "https".equalsIgnoreCase(base.getScheme());
  }

  /** True if both have the same scheme, host and port. */
  boolean isOriginOf(URI other) {
    return base.getScheme().equalsIgnoreCase(other.getScheme())
        && base.getHost().equalsIgnoreCase(other.getHost())
        && port(base) == port(other);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  @Override
  public String toString() {
    return base.toString();
  }
}

package dev.ggen.registry.app;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.security.web.header.Header;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/** The headers of every answer. */
final class SecurityHeaders {
  /** Swagger UI needs its own scripts, inline styles and images as data; JSON needs nothing. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors"
          + " 'none'";

  private static final String PERMISSIONS_POLICY =
      "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

  private static final List<Header> HEADERS =
      List.of(
          new Header("X-Content-Type-Options", "nosniff"),
          new Header("X-Frame-Options", "DENY"),
          new Header("Referrer-Policy", "no-referrer"),
          new Header("Content-Security-Policy", CONTENT_SECURITY_POLICY),
          new Header("Permissions-Policy", PERMISSIONS_POLICY),
          new Header("Cross-Origin-Opener-Policy", "same-origin"),
          new Header("Cache-Control", "no-cache"));

  private SecurityHeaders() {}

  /** Writes them before the answer begins, so that handlers can replace {@code Cache-Control}. */
  static HeaderWriterFilter filter() {
    HeaderWriterFilter filter =
        new HeaderWriterFilter(List.of(new StaticHeadersWriter(HEADERS), new HstsHeaderWriter()));
    filter.setShouldWriteHeadersEagerly(true);
    return filter;
  }

  /** Writes them where no filter is. */
  static void write(HttpServletResponse response) {
    HEADERS.forEach(header -> response.setHeader(header.getName(), header.getValues().getFirst()));
  }
}

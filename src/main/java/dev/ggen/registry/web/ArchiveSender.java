package dev.ggen.registry.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ggen.registry.port.ArchiveContent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Puts archives on the wire: small ones from memory, large files by the kernel ({@code sendfile}),
 * and what is neither by copying. Any number of threads.
 */
final class ArchiveSender {
  /** The largest archive that is kept in memory; beyond it the kernel's copy is faster. */
  static final int MAX_CACHED_BYTES = 64 * 1024;

  private static final int BUFFER_BYTES = 64 * 1024;

  private final Cache<String, byte[]> small;

  /**
   * @param cacheBytes how much memory small archives may take
   */
  ArchiveSender(long cacheBytes) {
    this.small =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher((String key, byte[] bytes) -> key.length() + bytes.length)
            .build();
  }

  void send(
      ArchiveContent content,
      ByteRange part,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (content.record().archive().sizeBytes() <= MAX_CACHED_BYTES) {
      byte[] bytes = cached(content);
      response
          .getOutputStream()
          .write(bytes, Math.toIntExact(part.start()), Math.toIntExact(part.length()));
      return;
    }
    Path file = content.file().orElse(null);
    if (file != null && canSendFile(request)) {
      request.setAttribute("org.apache.tomcat.sendfile.filename", file.toString());
      request.setAttribute("org.apache.tomcat.sendfile.start", part.start());
      request.setAttribute("org.apache.tomcat.sendfile.end", part.end());
    } else {
      copy(content, part, response.getOutputStream());
    }
  }

  private static boolean canSendFile(HttpServletRequest request) {
    return Boolean.TRUE.equals(request.getAttribute("org.apache.tomcat.sendfile.support"));
  }

  private byte[] cached(ArchiveContent content) throws IOException {
    String key = content.record().archive().sha256().hex();
    byte[] bytes = small.getIfPresent(key);
    if (bytes == null) {
      try (InputStream in = content.open()) {
        bytes = in.readNBytes(MAX_CACHED_BYTES);
      }
      small.put(key, bytes);
    }
    return bytes;
  }

  private static void copy(ArchiveContent content, ByteRange part, OutputStream out)
      throws IOException {
    try (InputStream in = content.open()) {
      in.skipNBytes(part.start());
      byte[] buffer = new byte[BUFFER_BYTES];
      for (long left = part.length(); left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          throw new EOFException("The archive ends early.");
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }
}

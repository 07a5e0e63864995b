package dev.ggen.registry.port;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small real archives. */
public final class TestArchives {
  private TestArchives() {}

  /** An archive with a {@code package.json} and one file of some text. */
  public static InputStream archive(String name, String version, String content) {
    String manifest =
        """
        {"name": "%s", "version": "%s", "description": "About %s", "category": "Tests",
         "keywords": ["alpha"], "dependencies": {"other": "^1.2"}}\
        """
            .formatted(name, version, content);
    return new ByteArrayInputStream(tgz("package.json", manifest, "content.txt", content));
  }

  /** An archive of files, given as paths and texts in turn. */
  public static byte[] tgz(String... pathsAndTexts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes);
        var tar = new TarArchiveOutputStream(gzip)) {
      for (int i = 0; i < pathsAndTexts.length; i += 2) {
        byte[] text = pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(pathsAndTexts[i]);
        entry.setSize(text.length);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

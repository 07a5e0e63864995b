package dev.ggen.registry.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.port.ArchiveContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ArchiveSenderTest {
  private static final String SENDFILE = "org.apache.tomcat.sendfile.";

  @TempDir private Path directory;

  private final MockHttpServletRequest request = new MockHttpServletRequest();
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  /** A file of so many bytes that counts how often it is opened. */
  private final class Content implements ArchiveContent {
    private final byte[] bytes;
    private final Path path;
    private int opened;

    Content(int length) throws IOException {
      bytes = new byte[length];
      for (int i = 0; i < length; i++) {
        bytes[i] = (byte) (i * 31);
      }
      path = Files.write(directory.resolve("blob"), bytes);
    }

    @Override
    public PackageRecord record() {
      return Records.ofSize(bytes.length);
    }

    @Override
    public InputStream open() throws IOException {
      opened++;
      return Files.newInputStream(path);
    }

    @Override
    public Optional<Path> file() {
      return Optional.of(path);
    }
  }

  private void send(ArchiveContent content, ByteRange part) throws IOException {
    new ArchiveSender(1 << 20).send(content, part, request, response);
  }

  @Test
  void theKernelSendsAFileBeyondTheCachedLength() throws IOException {
    request.setAttribute(SENDFILE + "support", true);
    Content content = new Content(ArchiveSender.MAX_CACHED_BYTES + 1);
    send(content, new ByteRange(5, 60_000));
    assertThat(request.getAttribute(SENDFILE + "filename")).isEqualTo(content.path.toString());
    assertThat(request.getAttribute(SENDFILE + "start")).isEqualTo(5L);
    assertThat(request.getAttribute(SENDFILE + "end")).isEqualTo(60_000L);
    assertThat(content.opened).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, ArchiveSender.MAX_CACHED_BYTES})
  void aSmallArchiveIsReadOnce(int length) throws IOException {
    request.setAttribute(SENDFILE + "support", true);
    Content content = new Content(length);
    ArchiveSender sender = new ArchiveSender(1 << 20);
    for (int i = 0; i < 2; i++) {
      MockHttpServletResponse each = new MockHttpServletResponse();
      sender.send(content, new ByteRange(0, length), request, each);
      assertThat(each.getContentAsByteArray()).isEqualTo(content.bytes);
    }
    assertThat(content.opened).isEqualTo(1);
  }

  @Test
  void aPartIsCopiedWhereTheKernelCanNot() throws IOException {
    Content content = new Content(200_000);
    send(content, new ByteRange(70_000, 190_001));
    assertThat(response.getContentAsByteArray())
        .isEqualTo(Arrays.copyOfRange(content.bytes, 70_000, 190_001));
  }
}

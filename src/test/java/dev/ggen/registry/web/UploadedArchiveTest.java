package dev.ggen.registry.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.registry.web.problem.ProblemCode;
import dev.ggen.registry.web.problem.ProblemException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class UploadedArchiveTest {
  /** What may be read ahead of the registry: the buffers of Tomcat's multipart reader. */
  private static final int READ_AHEAD_BYTES = 16 * 1024;

  private static final byte[] PART_HEAD =
      "--b\r\nContent-Disposition: form-data; name=\"archive\"\r\n\r\n".getBytes(UTF_8);

  /** A body without an end that counts what was taken of it. */
  private static final class Endless extends ServletInputStream {
    private final InputStream head;
    private long taken;
    private final IOException fault;
    private final long faultAt;

    Endless(byte[] head, IOException fault, long faultAt) {
      this.head = new ByteArrayInputStream(head);
      this.fault = fault;
      this.faultAt = faultAt;
    }

    @Override
    public int read() throws IOException {
      if (taken >= faultAt) {
        throw fault;
      }
      taken++;
      int first = head.read();
      return first < 0 ? 'x' : first;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      bytes[offset] = (byte) read();
      return 1;
    }

    @Override
    public boolean isFinished() {
      return false;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException();
    }
  }

  private static UploadedArchive open(String type, Endless body) throws IOException {
    MockHttpServletRequest request =
        new MockHttpServletRequest() {
          @Override
          public ServletInputStream getInputStream() {
            return body;
          }

          @Override
          public long getContentLengthLong() {
            return Long.MAX_VALUE;
          }
        };
    request.setContentType(type);
    return UploadedArchive.of(request);
  }

  private static Endless endless(byte[] head) {
    return new Endless(head, new IOException("unused"), Long.MAX_VALUE);
  }

  @Test
  void aBodyIsReadNoFasterThanTheRegistryReads() throws IOException {
    Endless body = endless(new byte[0]);
    UploadedArchive archive = open("application/gzip", body);
    assertThat(body.taken).isZero();
    archive.readNBytes(1_000_000);
    assertThat(body.taken).isEqualTo(1_000_000);
  }

  @Test
  void aPartOfAFormIsReadHardlyFasterThanTheRegistryReads() throws IOException {
    Endless body = endless(PART_HEAD);
    UploadedArchive archive = open("multipart/form-data; boundary=b", body);
    assertThat(body.taken).isLessThan(READ_AHEAD_BYTES);
    archive.readNBytes(1_000_000);
    assertThat(body.taken).isLessThan(1_000_000 + READ_AHEAD_BYTES);
  }

  @Test
  void aPauseThatIsTooLongIsTold() throws IOException {
    Endless body = new Endless(new byte[0], new SocketTimeoutException("slow"), 10);
    UploadedArchive archive = open("application/gzip", body);
    assertThatThrownBy(archive::readAllBytes).isInstanceOf(IOException.class);
    assertThat(archive.faultOr(new IllegalStateException()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.code()).isEqualTo(ProblemCode.REQUEST_TIMEOUT));
  }

  @Test
  void aFaultThatIsNotTheSendersIsKept() throws IOException {
    UploadedArchive archive = open("application/gzip", endless(new byte[0]));
    archive.readNBytes(10);
    IllegalStateException ours = new IllegalStateException();
    assertThat(archive.faultOr(ours)).isSameAs(ours);
  }

  @Test
  void aPartWithAHeaderBeyondMeasureIsRefused() {
    byte[] head =
        ("--b\r\nContent-Disposition: form-data; name=\"archive\"; filename=\""
                + "a".repeat(2_000)
                + "\"\r\n\r\n")
            .getBytes(UTF_8);
    assertThatThrownBy(() -> open("multipart/form-data; boundary=b", endless(head)))
        .isInstanceOf(ProblemException.class);
  }
}

package dev.ggen.registry.web;

import dev.ggen.registry.web.problem.ProblemCode;
import dev.ggen.registry.web.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * The archive that a request brings, read while it arrives: nothing of it is kept, neither in
 * memory nor on disk. Tomcat's multipart reader is used as it stands in every Tomcat, because the
 * servlet API's own writes each part to disk first.
 *
 * <p>Remembers when reading failed: then the fault is the sender's, whatever the registry made of
 * it. One thread.
 */
final class UploadedArchive extends FilterInputStream {
  /** The part of a multipart body that holds the archive. */
  static final String PART = "archive";

  /** Bytes of one part's header; browsers send some 200. */
  private static final int MAX_PART_HEADER_BYTES = 1024;

  private final UploadPace pace = new UploadPace(System.nanoTime());
  private @Nullable IOException fault;

  private UploadedArchive(InputStream in) {
    super(in);
  }

  /**
   * Opens the archive of a request.
   *
   * @throws ProblemException if there is none
   */
  static UploadedArchive of(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") == null) {
      throw new ProblemException(
          ProblemCode.LENGTH_REQUIRED,
          "Send the archive as the body, with Content-Length or in chunks.");
    }
    String type = request.getContentType();
    return new UploadedArchive(
        type != null && type.regionMatches(true, 0, "multipart/", 0, 10)
            ? part(request)
            : request.getInputStream());
  }

  private static InputStream part(HttpServletRequest request) throws IOException {
    FileUpload upload = new FileUpload();
    upload.setPartHeaderSizeMax(MAX_PART_HEADER_BYTES);
    try {
      FileItemIterator parts = upload.getItemIterator(new ServletRequestContext(request));
      if (!parts.hasNext()) {
        throw malformed("it has no part");
      }
      FileItemStream first = parts.next();
      if (!PART.equals(first.getFieldName())) {
        throw malformed("its first part is '%s'".formatted(first.getFieldName()));
      }
      return first.openStream();
    } catch (FileUploadException | IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      throw malformed("it ends early or its boundary is missing");
    }
  }

  private static ProblemException malformed(String why) {
    return new ProblemException(
        ProblemCode.MALFORMED_BODY,
        "The multipart body can't be read: %s. Send one part named '%s'.".formatted(why, PART));
  }

  /** The sender's fault if reading failed, else the given one. */
  RuntimeException faultOr(RuntimeException other) {
    if (fault == null) {
      return other;
    }
    return fault instanceof SocketTimeoutException
        ? new ProblemException(
            ProblemCode.REQUEST_TIMEOUT,
            "The archive arrives too slowly; send it without pauses, and at %d bytes a second or more."
                .formatted(UploadPace.MIN_BYTES_PER_SECOND))
        : malformed("it ends early");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = super.read(bytes, offset, length);
      pace.arrived(count, System.nanoTime());
      return count;
    } catch (IOException e) {
      fault = e;
      throw e;
    }
  }
}

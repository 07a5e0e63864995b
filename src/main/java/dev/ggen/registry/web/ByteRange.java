package dev.ggen.registry.web;

import dev.ggen.registry.web.problem.ProblemCode;
import dev.ggen.registry.web.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of an archive (RFC 9110 §14).
 *
 * @param start the first byte
 * @param end one past the last byte
 */
record ByteRange(long start, long end) {
  /** One range; several, and what is not well-formed, are passed over as the RFC allows. */
  private static final Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /** What a request asks for; the whole if it asks for no range, or for one of another tag. */
  static ByteRange asked(
      HttpServletRequest request, HttpServletResponse response, String etag, long size) {
    String condition = request.getHeader("If-Range");
    if (condition != null && !condition.equals(etag)) {
      return new ByteRange(0, size);
    }
    try {
      return of(request.getHeader("Range"), size);
    } catch (ProblemException e) {
      response.setHeader("Content-Range", "bytes */" + size);
      throw e;
    }
  }

  /**
   * Reads a {@code Range} header.
   *
   * @throws ProblemException if no byte of the range exists
   */
  static ByteRange of(@Nullable String header, long size) {
    Matcher matcher = header == null ? null : SINGLE.matcher(header);
    if (matcher == null || !matcher.matches()) {
      return new ByteRange(0, size);
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new ByteRange(0, size) : suffix(Long.parseLong(last), size);
    }
    long start = Long.parseLong(first);
    long end = last.isEmpty() ? size : Math.min(Long.parseLong(last) + 1, size);
    if (!last.isEmpty() && Long.parseLong(last) < start) {
      return new ByteRange(0, size);
    }
    return satisfiable(start, end, size);
  }

  private static ByteRange suffix(long length, long size) {
    return satisfiable(length == 0 ? size : Math.max(0, size - length), size, size);
  }

  private static ByteRange satisfiable(long start, long end, long size) {
    if (start >= size) {
      throw new ProblemException(
          ProblemCode.RANGE_NOT_SATISFIABLE, "The archive has %d bytes.".formatted(size));
    }
    return new ByteRange(start, end);
  }

  long length() {
    return end - start;
  }

  boolean isWhole(long size) {
    return start == 0 && end == size;
  }

  String contentRange(long size) {
    return "bytes " + start + "-" + (end - 1) + "/" + size;
  }
}

package dev.ggen.registry.web.problem;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The id of a request: in its answer, in each of its log lines, and in its problem. */
public final class RequestId {
  /** The header, in requests and in answers. */
  public static final String HEADER = "X-Request-Id";

  /** The longest id that a client may choose; it is written into each log line. */
  public static final int MAX_LENGTH = 64;

  private static final String ATTRIBUTE = RequestId.class.getName();
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 16;

  private RequestId() {}

  /** The id of a request that has passed {@link RequestIdFilter}; else a new one. */
  public static String of(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof String id ? id : create();
  }

  /** Chooses the id: the client's if it is well-formed, else a new one. */
  static String assign(HttpServletRequest request) {
    String sent = request.getHeader(HEADER);
    String id = isWellFormed(sent) ? sent : create();
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }

  private static boolean isWellFormed(@Nullable String id) {
    return id != null
        && !id.isEmpty()
        && id.length() <= MAX_LENGTH
        && id.chars().allMatch(RequestId::isAllowed);
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }

  /** A new id: 80 random bits, enough to be told apart; not a secret. */
  public static String create() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    char[] id = new char[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      id[i] = DIGITS.charAt(random.nextInt(DIGITS.length()));
    }
    return new String(id);
  }
}

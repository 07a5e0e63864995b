package dev.ggen.registry.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a registry did not do what it was asked. Each kind has a stable code; the message is for
 * people and says what to do instead.
 */
public abstract sealed class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private RegistryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The stable code, last part of the problem's {@code type}. */
  public abstract String code();

  /** A value of the request breaks a rule; the caller's fault. */
  public static final class Invalid extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** What was wrong. */
    public Invalid(String message) {
      super(message, null);
    }

    @Override
    public String code() {
      return "invalid-request";
    }
  }

  /** The archive or its manifest breaks a rule; the publisher's fault. */
  public static final class InvalidArchive extends RegistryException {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final transient List<Problem> problems;

    /**
     * @param code what kind of fault, for example {@code invalid-manifest} or {@code
     *     unsafe-archive}
     * @param problems each fault; at least one
     */
    public InvalidArchive(String code, List<Problem> problems) {
      super(String.join(" ", problems.stream().map(Problem::text).toList()), null);
      this.code = code;
      this.problems = List.copyOf(problems);
    }

    @Override
    public String code() {
      return code;
    }

    /** Each fault with its place. */
    public List<Problem> problems() {
      return problems;
    }
  }

  /** A size limit was passed; the publisher's fault. */
  public static final class TooLarge extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** Which limit, and its value. */
    public TooLarge(String message) {
      super(message, null);
    }

    @Override
    public String code() {
      return "archive-too-large";
    }
  }

  /** There is no such package, version, tag or token. */
  public static final class NotFound extends RegistryException {
    private static final long serialVersionUID = 1L;
    private final String code;

    /**
     * @param code {@code package-not-found}, {@code version-not-found}, {@code tag-not-found}…
     * @param message what was looked for and what there is instead
     */
    public NotFound(String code, String message) {
      super(message, null);
      this.code = code;
    }

    @Override
    public String code() {
      return code;
    }
  }

  /** The version exists with other bytes; versions are immutable. */
  public static final class VersionTaken extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** Which version. */
    public VersionTaken(String message) {
      super(message, null);
    }

    @Override
    public String code() {
      return "version-exists";
    }
  }

  /** The request is valid but the state of the package forbids it. */
  public static final class Conflict extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** What forbids it. */
    public Conflict(String message) {
      super(message, null);
    }

    @Override
    public String code() {
      return "conflict";
    }
  }

  /** The actor is neither an owner of the name nor an admin. */
  public static final class NotAllowed extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** Who may. */
    public NotAllowed(String message) {
      super(message, null);
    }

    @Override
    public String code() {
      return "not-owner";
    }
  }

  /** The registry can't answer now; trying again later helps. */
  public static final class Unavailable extends RegistryException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what does not work
     * @param cause the fault underneath, for the log
     */
    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    @Override
    public String code() {
      return "unavailable";
    }
  }
}

package dev.ggen.registry.cli.remote;

import dev.ggen.registry.api.ProblemDocument;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A registry did not do what it was asked. The message is for people. */
public abstract sealed class RemoteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private RemoteException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The connection broke while an archive came; going on may help. */
  public static RemoteException broken(String what, IOException cause) {
    return new Unreachable(
        "The download of %s broke: %s".formatted(what, cause.getMessage()), cause);
  }

  /** A stable word for programs. */
  public abstract String code();

  /** It said no; trying again does not help unless the status is 5xx or 429. */
  public static final class Refused extends RemoteException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;
    private final transient List<ProblemDocument.Fault> faults;

    /**
     * @param status the HTTP status
     * @param code the last part of the problem's type, or {@code http-<status>}
     * @param message what it said
     * @param faults what is wrong with an archive
     */
    Refused(int status, String code, String message, List<ProblemDocument.Fault> faults) {
      super(message, null);
      this.status = status;
      this.code = code;
      this.faults = List.copyOf(faults);
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }

    @Override
    public String code() {
      return code;
    }

    /** What is wrong with an archive; empty for other errors. */
    public List<ProblemDocument.Fault> faults() {
      return faults;
    }
  }

  /** It did not answer, or not in time; trying again later may help. */
  public static final class Unreachable extends RemoteException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }

    @Override
    public String code() {
      return "registry-unreachable";
    }
  }

  /** What it answered is not what a registry answers. */
  public static final class NotUnderstood extends RemoteException {
    private static final long serialVersionUID = 1L;

    NotUnderstood(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    @Override
    public String code() {
      return "answer-not-understood";
    }
  }

  /** The request was not sent, because it would have shown a token to others. */
  public static final class Withheld extends RemoteException {
    private static final long serialVersionUID = 1L;

    Withheld(String message) {
      super(message, null);
    }

    @Override
    public String code() {
      return "token-withheld";
    }
  }
}

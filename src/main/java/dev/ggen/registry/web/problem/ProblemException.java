package dev.ggen.registry.web.problem;

/** An error that an edge itself found. The message is the problem's detail, fit for users. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;

  /**
   * @param code what kind of error
   * @param detail what was wrong here, and what to do instead
   */
  public ProblemException(ProblemCode code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  /** What kind of error. */
  public ProblemCode code() {
    return code;
  }
}

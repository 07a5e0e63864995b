package dev.ggen.registry.cli.install;

import org.jspecify.annotations.Nullable;

/** An install could not be done; nothing was changed. The message says why and what to do. */
public final class InstallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure, for programs. */
  public enum Kind {
    /** The lock file can't be read, or the lock would change where it must not. */
    LOCK,
    /** Bytes are not those that the registry or the lock file promised. */
    DAMAGED,
    /** Something is needed from the registry, but it must not be asked. */
    OFFLINE,
    /** A directory is in the way that ggen did not make. */
    OCCUPIED,
    /** The file system refused, or another process holds the directory. */
    FILES
  }

  private final Kind kind;

  /**
   * @param kind what kind
   * @param message what is wrong and what to do
   * @param cause what underlies it, or null
   */
  public InstallException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What kind of failure. */
  public Kind kind() {
    return kind;
  }
}

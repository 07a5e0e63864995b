package dev.ggen.libp2p.multiformats;

/** A text or bytes that are not what they should be: whoever wrote them is at fault. */
public final class MultiformatException extends IllegalArgumentException {
  /** With what is wrong, where, and what to write instead. */
  public MultiformatException(String what) {
    super(what);
  }

  /** The same, and how it showed. */
  public MultiformatException(String what, Throwable cause) {
    super(what, cause);
  }
}

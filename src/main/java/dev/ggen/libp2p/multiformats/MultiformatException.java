package dev.ggen.libp2p.multiformats;

/** A text or bytes that are not what they should be: whoever wrote them is at fault. */
public final class MultiformatException extends IllegalArgumentException {
  public MultiformatException(String what) {
    super(what);
  }

  public MultiformatException(String what, Throwable cause) {
    super(what, cause);
  }
}

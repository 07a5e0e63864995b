package dev.ggen.libp2p.crypto;

import java.io.IOException;

/** Something is not signed by whom it should be. The sender is at fault; a retry does not help. */
public final class InvalidSignatureException extends IOException {
  /** With what was not signed, and by whom it should have been. */
  public InvalidSignatureException(String what) {
    super(what);
  }
}

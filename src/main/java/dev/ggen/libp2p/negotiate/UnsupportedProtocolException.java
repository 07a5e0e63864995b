package dev.ggen.libp2p.negotiate;

import java.io.IOException;
import java.util.List;

/**
 * None of the proposed protocols is spoken. A retry helps only once the refusing side has changed.
 */
public final class UnsupportedProtocolException extends IOException {
  private final List<String> proposed;

  UnsupportedProtocolException(List<String> proposed) {
    super("not spoken by the other side: " + String.join(", ", proposed));
    this.proposed = List.copyOf(proposed);
  }

  /** What was proposed, in order. */
  public List<String> proposed() {
    return proposed;
  }
}

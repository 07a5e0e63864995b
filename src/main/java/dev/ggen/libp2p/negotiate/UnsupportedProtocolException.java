package dev.ggen.libp2p.negotiate;

import java.io.IOException;
import java.util.List;

/** The peer speaks none of the proposed protocols. A retry helps only once it has changed. */
public final class UnsupportedProtocolException extends IOException {
  private final List<String> proposed;

  UnsupportedProtocolException(List<String> proposed) {
    super("the peer does not speak " + String.join(" or ", proposed));
    this.proposed = List.copyOf(proposed);
  }

  /** What was proposed, in order. */
  public List<String> proposed() {
    return proposed;
  }
}

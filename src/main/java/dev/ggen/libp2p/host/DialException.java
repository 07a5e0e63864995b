package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.util.List;

/**
 * A peer could not be reached at any address. The causes stand in the message, and as suppressed
 * exceptions. Trying again later may help.
 */
public final class DialException extends IOException {
  DialException(PeerId peer, List<? extends Exception> causes) {
    super(
        "can't reach " + peer + ": " + (causes.isEmpty() ? "no address is known" : told(causes)),
        causes.isEmpty() ? null : causes.getFirst());
    causes.stream().skip(1).forEach(this::addSuppressed);
  }

  private static String told(List<? extends Exception> causes) {
    return String.join(
        "; ", causes.stream().map(cause -> String.valueOf(cause.getMessage())).distinct().toList());
  }
}

package dev.ggen.registry.p2p;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The node that runs now, if one does: what a registry above it goes by. Any thread. */
public final class NodeHolder {
  private final AtomicReference<Optional<PeerNode>> node = new AtomicReference<>(Optional.empty());

  /** The node. */
  public Optional<PeerNode> node() {
    return node.get();
  }

  /** From now on it is this one, or none. */
  public void set(Optional<PeerNode> now) {
    node.set(now);
  }
}

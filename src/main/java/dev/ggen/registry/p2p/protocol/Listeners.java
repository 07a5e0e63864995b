package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.multiformats.PeerId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells several listeners the same. */
final class Listeners implements RegistryProtocolListener {
  private final List<RegistryProtocolListener> all = new CopyOnWriteArrayList<>();

  void add(RegistryProtocolListener listener) {
    all.add(listener);
  }

  void remove(RegistryProtocolListener listener) {
    all.remove(listener);
  }

  @Override
  public void served(PeerId peer, int bytes) {
    all.forEach(listener -> listener.served(peer, bytes));
  }

  @Override
  public void brought(PeerId peer, int kept) {
    all.forEach(listener -> listener.brought(peer, kept));
  }

  @Override
  public void synchronizedWith(PeerId peer, SyncOutcome outcome) {
    all.forEach(listener -> listener.synchronizedWith(peer, outcome));
  }

  @Override
  public void failed(PeerId peer, String reason) {
    all.forEach(listener -> listener.failed(peer, reason));
  }

  @Override
  public void misbehaved(PeerId peer, String reason) {
    all.forEach(listener -> listener.misbehaved(peer, reason));
  }
}

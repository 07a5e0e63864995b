package dev.ggen.registry.p2p;

import dev.ggen.libp2p.content.Provider;
import dev.ggen.libp2p.content.ProviderSource;
import dev.ggen.libp2p.kad.KadDht;
import dev.ggen.libp2p.kad.KadPeer;
import dev.ggen.libp2p.kad.Providers;
import dev.ggen.libp2p.multiformats.Cid;

/** Those who have said in the DHT that they have an archive. */
final class DhtProviders implements ProviderSource {
  /** A download asks no more of them at once. */
  private static final int WANTED = 20;

  private final KadDht dht;

  DhtProviders(KadDht dht) {
    this.dht = dht;
  }

  @Override
  public Search find(Cid root) {
    Providers found = dht.findProviders(root.hash(), WANTED);
    return new Search() {
      @Override
      public boolean hasNext() {
        return found.hasNext();
      }

      @Override
      public Provider next() {
        KadPeer peer = found.next();
        return new Provider(peer.id(), peer.addresses());
      }

      @Override
      public void close() {
        found.close();
      }
    };
  }
}

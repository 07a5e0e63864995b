package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * One search for providers, which passes on each that is new: "Content provider discovery". Owned
 * by one thread after the other.
 */
final class ProviderSearch {
  private static final System.Logger LOG = System.getLogger(ProviderSearch.class.getName());

  private final Multihash key;
  private final int count;
  private final Providers found;
  private final Set<PeerId> known = new HashSet<>();

  ProviderSearch(Multihash key, int count, Providers found) {
    this.key = key;
    this.count = count;
    this.found = found;
  }

  void offer(KadPeer provider) {
    if (!isEnough() && known.add(provider.id())) {
      found.add(provider);
    }
  }

  boolean isEnough() {
    return known.size() >= count;
  }

  void end() {
    found.end();
  }

  /** Asks others, until there are enough or nobody is left. */
  void run(Lookups lookups, KadClient client, Duration timeout) {
    KadMessage request = KadMessage.of(KadMessage.Type.GET_PROVIDERS, key.encode());
    try {
      lookups.run("findProviders", request, timeout, new Asking(client, KadKey.of(key.encode())));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a search for providers ended: {0}", e.getMessage());
    } finally {
      end();
    }
  }

  private final class Asking implements Lookups.Guide {
    private final KadClient client;
    private final KadKey place;

    Asking(KadClient client, KadKey place) {
      this.client = client;
      this.place = place;
    }

    @Override
    public void take(PeerId peer, KadMessage answer) {
      client.learn(peer, answer.providerPeers(), place, KadMessage.MAX_PEERS);
      answer.providerPeers().forEach(ProviderSearch.this::offer);
    }

    @Override
    public boolean isEnough(Lookup lookup, Instant now) {
      return found.isClosed() || ProviderSearch.this.isEnough();
    }
  }
}

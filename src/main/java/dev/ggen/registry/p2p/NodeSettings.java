package dev.ggen.registry.p2p;

import dev.ggen.libp2p.bandwidth.RateLimits;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.registry.p2p.trust.TrustSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a node is to be.
 *
 * @param folder where its identity and what it remembers lie
 * @param signingKey the file of the key that signs what is published here
 * @param agent what it calls itself to peers
 * @param listen where it listens
 * @param announce what peers are told instead; empty for where it listens
 * @param bootstrap where to begin, with or without a peer id
 * @param mdns whether it looks for others on the local network
 * @param minPeers how many peers it wants at least
 * @param dht the DHT
 * @param mesh of gossip: {@code mesh_n}, {@code mesh_n_low}, {@code mesh_n_high}
 * @param trust whom it believes
 * @param cacheBytes how much it keeps of what others published
 * @param maxArchiveBytes the longest archive that it takes
 * @param maxRecords how many records the catalogue keeps
 * @param rates how many bytes it moves
 * @param patience how long calls wait for peers
 */
public record NodeSettings(
    Path folder,
    Path signingKey,
    String agent,
    List<Multiaddr> listen,
    List<Multiaddr> announce,
    List<Multiaddr> bootstrap,
    boolean mdns,
    int minPeers,
    Dht dht,
    Mesh mesh,
    TrustSettings trust,
    long cacheBytes,
    long maxArchiveBytes,
    int maxRecords,
    RateLimits rates,
    Patience patience) {
  /** Copies the lists. */
  public NodeSettings {
    listen = List.copyOf(listen);
    announce = List.copyOf(announce);
    bootstrap = List.copyOf(bootstrap);
  }

  /**
   * The DHT.
   *
   * @param protocol the network
   * @param replication k
   * @param queryTimeout for a whole lookup
   * @param cacheSize records kept for others
   */
  public record Dht(String protocol, int replication, Duration queryTimeout, int cacheSize) {}

  /** The mesh of gossip. */
  public record Mesh(int degree, int low, int high) {}

  /**
   * How long calls wait.
   *
   * @param search for peers' answers to a search
   * @param resolve for peers and the DHT to tell of a version
   * @param fetch for an archive
   */
  public record Patience(Duration search, Duration resolve, Duration fetch) {}
}

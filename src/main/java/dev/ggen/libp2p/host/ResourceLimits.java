package dev.ggen.libp2p.host;

/**
 * What peers may use of this host. Beyond a limit the newcomer is refused, but for connections that
 * are not secured yet: there the oldest gives way, so that those who say nothing can't keep out
 * those who do.
 *
 * @param connections secured connections in all
 * @param connectionsPerPeer of one peer; two sides that dial each other at once have two
 * @param connectionsPerPrefix from one IPv4 address or IPv6 /56, loopback excepted
 * @param halfOpen inbound connections that are not secured yet
 * @param halfOpenPerPrefix of them, from one IPv4 address or IPv6 /56
 * @param streamsPerPeer streams of one peer, of both directions
 * @param streamsPerProtocol inbound streams of one peer for one protocol
 * @param unreadBytes what may wait unread in memory in all
 * @param unreadBytesPeer what may wait unread of one peer
 */
public record ResourceLimits(
    int connections,
    int connectionsPerPeer,
    int connectionsPerPrefix,
    int halfOpen,
    int halfOpenPerPrefix,
    int streamsPerPeer,
    int streamsPerProtocol,
    long unreadBytes,
    long unreadBytesPeer) {
  public ResourceLimits {
    require(connections, "connections");
    require(connectionsPerPeer, "connectionsPerPeer");
    require(connectionsPerPrefix, "connectionsPerPrefix");
    require(halfOpen, "halfOpen");
    require(halfOpenPerPrefix, "halfOpenPerPrefix");
    require(streamsPerPeer, "streamsPerPeer");
    require(streamsPerProtocol, "streamsPerProtocol");
    require(unreadBytes, "unreadBytes");
    require(unreadBytesPeer, "unreadBytesPeer");
  }

  private static void require(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be at least 1");
    }
  }

  /** For a server of a few hundred peers. */
  public static ResourceLimits defaults() {
    return new ResourceLimits(1_024, 8, 256, 128, 16, 2_048, 512, 512L << 20, 64L << 20);
  }

  /** The same with another number of connections in all. */
  public ResourceLimits withConnections(int number) {
    return new ResourceLimits(
        number,
        connectionsPerPeer,
        connectionsPerPrefix,
        halfOpen,
        halfOpenPerPrefix,
        streamsPerPeer,
        streamsPerProtocol,
        unreadBytes,
        unreadBytesPeer);
  }

  /** The same with another number of connections of one peer. */
  public ResourceLimits withConnectionsPerPeer(int number) {
    return new ResourceLimits(
        connections,
        number,
        connectionsPerPrefix,
        halfOpen,
        halfOpenPerPrefix,
        streamsPerPeer,
        streamsPerProtocol,
        unreadBytes,
        unreadBytesPeer);
  }
}

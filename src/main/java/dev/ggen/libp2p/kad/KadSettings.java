package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Multiaddr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a node takes part in a DHT. Begin with {@link #defaults} and change what must be changed.
 *
 * @param protocol the network, as its protocol id; only nodes with the same one know each other
 * @param mode whether this node serves others
 * @param bootstrap where to begin: addresses with or without a peer id, {@code /dnsaddr/} too
 */
public record KadSettings(
    String protocol,
    Mode mode,
    Queries queries,
    Storage storage,
    Table table,
    List<Multiaddr> bootstrap) {
  /** The network of this project. */
  public static final String GGEN_PROTOCOL = "/ggen/kad/1.0.0";

  /** "Client and server mode". */
  public enum Mode {
    /** A server as long as others can reach this node, as far as it can tell. */
    AUTO,
    /** Asks, but does not answer. */
    CLIENT,
    /** Asks and answers. */
    SERVER
  }

  /**
   * How lookups go about it.
   *
   * @param replication k: how many peers are looked for, and hold each record
   * @param alpha how many are asked at the same time
   * @param beta how many of the nearest must have answered
   * @param quorum how many peers must tell a value before it is believed to be the latest; fewer
   *     will do where no more have one
   * @param timeout for a whole lookup
   * @param requestTimeout for one request, once connected
   * @param slowAfter when others are asked instead of a peer that has not answered
   */
  public record Queries(
      int replication,
      int alpha,
      int beta,
      int quorum,
      Duration timeout,
      Duration requestTimeout,
      Duration slowAfter) {
    public Queries {
      requirePositive(quorum, "quorum");
      requirePositive(timeout, "timeout");
      requirePositive(requestTimeout, "requestTimeout");
      requirePositive(slowAfter, "slowAfter");
      if (beta < 1 || alpha < 1 || replication < beta) {
        throw new IllegalArgumentException(
            "needed: 1 <= beta <= replication and 1 <= alpha, not beta "
                + beta
                + ", replication "
                + replication
                + ", alpha "
                + alpha);
      }
    }

    Lookup.Settings forLookup() {
      return new Lookup.Settings(replication, alpha, beta, slowAfter);
    }
  }

  /**
   * What is kept for others, and for how long.
   *
   * @param folder where it survives a restart; in memory if empty
   * @param maxRecords {@code cache_size}: so many values, and as many provider records
   * @param maxBytes of each of the two, with keys
   * @param maxValueBytes of one value
   * @param expiry when a record ends that is not published again
   * @param republish when a publisher publishes its own again
   * @param addressLifetime how long a provider's addresses are told with it
   * @param requestsPerSecond what one peer may ask in the long run; four times as much at once
   */
  public record Storage(
      Optional<Path> folder,
      int maxRecords,
      long maxBytes,
      int maxValueBytes,
      Duration expiry,
      Duration republish,
      Duration addressLifetime,
      int requestsPerSecond) {
    public Storage {
      requirePositive(maxRecords, "maxRecords");
      requirePositive(maxBytes, "maxBytes");
      requirePositive(maxValueBytes, "maxValueBytes");
      requirePositive(expiry, "expiry");
      requirePositive(republish, "republish");
      requirePositive(addressLifetime, "addressLifetime");
      requirePositive(requestsPerSecond, "requestsPerSecond");
      if (maxValueBytes > MAX_VALUE_BYTES) {
        throw new IllegalArgumentException(
            "maxValueBytes is " + maxValueBytes + "; at most " + MAX_VALUE_BYTES);
      }
    }
  }

  /**
   * How the routing table is kept in order.
   *
   * @param refresh how often all of the key space is looked at
   * @param aliveFor how long a peer that has answered is believed to be there
   * @param perGroupInBucket how many peers of a bucket may be of one IPv4 /24 or IPv6 /48; private
   *     addresses are exempt
   * @param perGroup how many of the whole table may
   */
  public record Table(Duration refresh, Duration aliveFor, int perGroupInBucket, int perGroup) {
    public Table {
      requirePositive(refresh, "refresh");
      requirePositive(aliveFor, "aliveFor");
      requirePositive(perGroupInBucket, "perGroupInBucket");
      requirePositive(perGroup, "perGroup");
    }
  }

  /** Leaves room in a message for the key and the closer peers. */
  public static final int MAX_VALUE_BYTES = 64 * 1024;

  public KadSettings {
    if (!protocol.startsWith("/")) {
      throw new IllegalArgumentException(
          "'" + protocol + "' is no protocol id; write " + GGEN_PROTOCOL);
    }
    bootstrap = List.copyOf(bootstrap);
  }

  /** Those of the specification, in memory, without bootstrap nodes. */
  public static KadSettings defaults() {
    return new KadSettings(
        GGEN_PROTOCOL,
        Mode.AUTO,
        new Queries(
            20, 10, 3, 3, Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMillis(500)),
        new Storage(
            Optional.empty(),
            100_000,
            256L << 20,
            16 * 1024,
            Duration.ofHours(48),
            Duration.ofHours(22),
            Duration.ofHours(24),
            500),
        new Table(Duration.ofMinutes(10), Duration.ofMinutes(10), 3, 10),
        List.of());
  }

  /** The same for another network. */
  public KadSettings withProtocol(String other) {
    return new KadSettings(other, mode, queries, storage, table, bootstrap);
  }

  /** The same in another mode. */
  public KadSettings withMode(Mode other) {
    return new KadSettings(protocol, other, queries, storage, table, bootstrap);
  }

  /** The same with other lookups. */
  public KadSettings withQueries(Queries other) {
    return new KadSettings(protocol, mode, other, storage, table, bootstrap);
  }

  /** The same with another storage. */
  public KadSettings withStorage(Storage other) {
    return new KadSettings(protocol, mode, queries, other, table, bootstrap);
  }

  /** The same with another routing table. */
  public KadSettings withTable(Table other) {
    return new KadSettings(protocol, mode, queries, storage, other, bootstrap);
  }

  /** The same with other places to begin. */
  public KadSettings withBootstrap(List<Multiaddr> others) {
    return new KadSettings(protocol, mode, queries, storage, table, others);
  }

  /** The same with its storage on disk. */
  public KadSettings withFolder(Path folder) {
    return withStorage(
        new Storage(
            Optional.of(folder),
            storage.maxRecords,
            storage.maxBytes,
            storage.maxValueBytes,
            storage.expiry,
            storage.republish,
            storage.addressLifetime,
            storage.requestsPerSecond));
  }

  private static void requirePositive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be at least 1");
    }
  }

  private static void requirePositive(Duration value, String name) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be positive");
    }
  }
}

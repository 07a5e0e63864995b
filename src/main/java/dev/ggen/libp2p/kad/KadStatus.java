package dev.ggen.libp2p.kad;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a node of the DHT is doing, at one moment.
 *
 * @param server whether it serves others now
 * @param buckets how many peers share 0, 1, 2… bits with this node
 * @param providerRecords held for others, with keys so many bytes
 * @param valueRecords likewise
 * @param providing how many keys this node provides itself
 * @param publishing how many values it publishes itself
 * @param runningQueries lookups under way
 * @param queries those that are over, by what they were for
 * @param requests sent to others, by their type
 * @param served answered for others, by their type
 * @param refused what others asked in vain, by why
 * @param bootstrapFailures of the configured nodes since each was last reached
 */
public record KadStatus(
    boolean server,
    List<Integer> buckets,
    int providerRecords,
    long providerBytes,
    int valueRecords,
    long valueBytes,
    int providing,
    int publishing,
    int runningQueries,
    Map<String, Count> queries,
    Map<String, Count> requests,
    Map<String, Long> served,
    Map<Refusal, Long> refused,
    int bootstrapFailures) {
  /** Why a peer was not served. */
  public enum Refusal {
    /** No message of the protocol. */
    MALFORMED,
    /** A key or a value that is longer than allowed. */
    OVERSIZED,
    /** A value that its namespace's validator does not accept. */
    INVALID_RECORD,
    /** A value that is no better than the one held. */
    OLDER_RECORD,
    /** Somebody wants to be noted as a provider who is not the one who says so. */
    FOREIGN_PROVIDER,
    /** It holds more here than its share already. */
    NO_ROOM,
    /** It asks too often. */
    FLOOD
  }

  /** How often something came about, how often not, and how long it took where it did. */
  public record Count(long succeeded, long failed, Latency latency) {
    /** Between 0 and 1; 1 where nothing has been tried. */
    public double successRate() {
      long all = succeeded + failed;
      return all == 0 ? 1 : (double) succeeded / all;
    }
  }

  /** Of the latest 1,024. */
  public record Latency(Duration p50, Duration p95, Duration p99) {}

  public KadStatus {
    buckets = List.copyOf(buckets);
    queries = Map.copyOf(queries);
    requests = Map.copyOf(requests);
    served = Map.copyOf(served);
    refused = Map.copyOf(refused);
  }

  /** How many peers the routing table has. */
  public int tableSize() {
    return buckets.stream().mapToInt(Integer::intValue).sum();
  }
}

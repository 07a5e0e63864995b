package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The peers that a node asks first: for every length of a shared prefix up to {@code bucketSize}
 * ones, "Kademlia routing table". An engine: no I/O, no clock; one owner.
 *
 * <p>Those who have been there for long and still answer stay, as they are the ones most likely to
 * stay on (Kademlia, section 2.4), and newcomers can't push them out; a newcomer to a full bucket
 * waits until one fails. Peers of the same group of addresses are few, so that one who has many
 * identities but few addresses can't fill a bucket.
 */
final class RoutingTable {
  /** One failure may be the network's, the second in a row is the peer's. */
  static final int MAX_FAILURES = 2;

  /** What became of a peer that was offered. */
  enum Admission {
    ADDED,
    PRESENT,
    WAITING,
    SAME_GROUP,
    SELF
  }

  private static final class Entry {
    final PeerId id;
    final KadKey key;
    final Optional<Bytes> group;
    Instant heardAt;
    int failures;

    Entry(PeerId id, KadKey key, Optional<Bytes> group, Instant heardAt) {
      this.id = id;
      this.key = key;
      this.group = group;
      this.heardAt = heardAt;
    }
  }

  private static final class Bucket {
    final Map<PeerId, Entry> entries = new LinkedHashMap<>();
    final Map<PeerId, Entry> waiting = new LinkedHashMap<>();
  }

  private final KadKey self;
  private final int bucketSize;
  private final int perGroupInBucket;
  private final int perGroup;
  private final @Nullable Bucket[] buckets = new @Nullable Bucket[KadKey.BITS];
  private final Map<Bytes, Integer> groups = new HashMap<>();
  private int size;

  /**
   * An empty table.
   *
   * @param bucketSize k, the replication parameter
   * @param perGroupInBucket how many of a bucket may be of one group of addresses
   * @param perGroup how many of the whole table may
   */
  RoutingTable(KadKey self, int bucketSize, int perGroupInBucket, int perGroup) {
    this.self = self;
    this.bucketSize = bucketSize;
    this.perGroupInBucket = perGroupInBucket;
    this.perGroup = perGroup;
  }

  /**
   * Takes a peer that has just answered as a server, if there is room.
   *
   * @param group whom its address belongs to, for the limits; empty where they don't apply
   */
  Admission offer(PeerId peer, Optional<Bytes> group, Instant now) {
    KadKey key = KadKey.of(peer);
    int index = self.commonPrefix(key);
    if (index == KadKey.BITS) {
      return Admission.SELF;
    }
    Bucket bucket = bucket(index);
    Entry present = bucket.entries.get(peer);
    if (present != null) {
      present.heardAt = now;
      present.failures = 0;
      return Admission.PRESENT;
    }
    Entry entry = new Entry(peer, key, group, now);
    if (isCrowded(bucket, entry)) {
      return Admission.SAME_GROUP;
    }
    if (bucket.entries.size() < bucketSize) {
      add(bucket, entry);
      return Admission.ADDED;
    }
    await(bucket, entry);
    return Admission.WAITING;
  }

  private Bucket bucket(int index) {
    Bucket bucket = buckets[index];
    if (bucket == null) {
      bucket = new Bucket();
      buckets[index] = bucket;
    }
    return bucket;
  }

  private boolean isCrowded(Bucket bucket, Entry entry) {
    if (entry.group.isEmpty()) {
      return false;
    }
    long inBucket =
        bucket.entries.values().stream().filter(e -> e.group.equals(entry.group)).count();
    return inBucket >= perGroupInBucket || groups.getOrDefault(entry.group.get(), 0) >= perGroup;
  }

  private void add(Bucket bucket, Entry entry) {
    bucket.waiting.remove(entry.id);
    bucket.entries.put(entry.id, entry);
    size++;
    entry.group.ifPresent(group -> groups.merge(group, 1, Integer::sum));
  }

  /** The latest stand last; the one that has waited longest makes room. */
  private void await(Bucket bucket, Entry entry) {
    bucket.waiting.remove(entry.id);
    bucket.waiting.put(entry.id, entry);
    if (bucket.waiting.size() > bucketSize) {
      bucket.waiting.remove(bucket.waiting.keySet().iterator().next());
    }
  }

  /** Notes that a peer has not answered; whether it is out of the table because of that. */
  boolean failed(PeerId peer) {
    return drop(peer, entry -> ++entry.failures >= MAX_FAILURES);
  }

  /** Takes out a peer that is no server any more; whether it was there. */
  boolean remove(PeerId peer) {
    return drop(peer, entry -> true);
  }

  /** Takes out a peer if the decision is so; one that only waits is forgotten in any case. */
  private boolean drop(PeerId peer, Predicate<Entry> decision) {
    Bucket bucket = find(peer);
    if (bucket == null) {
      return false;
    }
    bucket.waiting.remove(peer);
    Entry entry = bucket.entries.get(peer);
    if (entry == null || !decision.test(entry)) {
      return false;
    }
    remove(bucket, entry);
    return true;
  }

  private @Nullable Bucket find(PeerId peer) {
    int index = self.commonPrefix(KadKey.of(peer));
    return index == KadKey.BITS ? null : buckets[index];
  }

  private void remove(Bucket bucket, Entry entry) {
    bucket.entries.remove(entry.id);
    size--;
    entry.group.ifPresent(
        group -> groups.computeIfPresent(group, (g, count) -> count == 1 ? null : count - 1));
    List<Entry> latestFirst = new ArrayList<>(bucket.waiting.values()).reversed();
    latestFirst.stream()
        .filter(candidate -> !isCrowded(bucket, candidate))
        .findFirst()
        .ifPresent(candidate -> add(bucket, candidate));
  }

  /** The peers nearest to a place, nearest first. */
  List<PeerId> closest(KadKey target, int count) {
    List<PeerId> found = new ArrayList<>(count);
    int same = Math.min(self.commonPrefix(target), KadKey.BITS - 1);
    take(same, same, target, count, found);
    take(same + 1, KadKey.BITS - 1, target, count, found);
    for (int index = same - 1; index >= 0; index--) {
      take(index, index, target, count, found);
    }
    return found;
  }

  /** All peers of these buckets lie nearer to the target, or all farther away, than any other's. */
  private void take(int from, int to, KadKey target, int count, List<PeerId> found) {
    if (found.size() >= count) {
      return;
    }
    List<Entry> group = new ArrayList<>();
    for (int index = from; index <= to; index++) {
      Bucket bucket = buckets[index];
      if (bucket != null) {
        group.addAll(bucket.entries.values());
      }
    }
    group.sort((a, b) -> target.compareDistance(a.key, b.key));
    group.stream().limit(count - found.size()).forEach(entry -> found.add(entry.id));
  }

  /** The peers that have not been heard of since a time, the longest silent first. */
  List<PeerId> silentSince(Instant time, int count) {
    List<Entry> silent = new ArrayList<>();
    for (Bucket bucket : buckets) {
      if (bucket != null) {
        bucket.entries.values().stream().filter(e -> e.heardAt.isBefore(time)).forEach(silent::add);
      }
    }
    silent.sort(Comparator.comparing(entry -> entry.heardAt));
    return silent.stream().limit(count).map(entry -> entry.id).toList();
  }

  /**
   * Whether it is worth while to find out if a peer serves: it is new, and there is room for it.
   */
  boolean isWanted(PeerId peer) {
    Bucket bucket = find(peer);
    return bucket == null
        || (!bucket.entries.containsKey(peer)
            && !bucket.waiting.containsKey(peer)
            && (bucket.entries.size() < bucketSize || bucket.waiting.size() < bucketSize));
  }

  boolean contains(PeerId peer) {
    Bucket bucket = find(peer);
    return bucket != null && bucket.entries.containsKey(peer);
  }

  int size() {
    return size;
  }

  /** How many peers share how many bits with this node, up to the last bucket that has any. */
  List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    int last = 0;
    for (int index = 0; index < buckets.length; index++) {
      Bucket bucket = buckets[index];
      int count = bucket == null ? 0 : bucket.entries.size();
      sizes.add(count);
      last = count == 0 ? last : index + 1;
    }
    return List.copyOf(sizes.subList(0, last));
  }
}

package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The hashes of a catalogue while it changes. A change replaces the bucket's array, so that {@link
 * RecordSet}s that were taken before keep theirs. Belongs to whoever holds the catalogue's lock.
 */
final class HashBuckets {
  private static final int BUCKET_BITS = 12;
  private static final int BUCKETS = 1 << BUCKET_BITS;
  private static final long[] NOTHING = {};

  private final long[][] buckets = new long[BUCKETS][];

  /** The sum of each bucket's hashes. */
  private final long[] sums = new long[BUCKETS * HashSum.LONGS];

  private int size;

  HashBuckets() {
    Arrays.fill(buckets, NOTHING);
  }

  static int indexOf(long[] hash) {
    return (int) (hash[0] >>> (Long.SIZE - BUCKET_BITS));
  }

  /** How many hashes of a bucket are less than another. */
  static int position(long[] bucket, long[] hash) {
    int low = 0;
    int high = bucket.length / HashSum.LONGS;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (HashSum.compare(bucket, middle * HashSum.LONGS, hash, 0) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  int size() {
    return size;
  }

  boolean contains(Bytes hash) {
    long[] number = HashSum.ofHash(hash);
    return has(buckets[indexOf(number)], number);
  }

  private static boolean has(long[] bucket, long[] number) {
    int at = position(bucket, number) * HashSum.LONGS;
    return at < bucket.length && HashSum.compare(bucket, at, number, 0) == 0;
  }

  /** Takes hashes out and puts others in; each bucket concerned is copied once. */
  void change(Collection<Bytes> removed, Collection<Bytes> added) {
    Map<Integer, SortedSet<Bytes>> changed = new HashMap<>();
    removed.forEach(hash -> bucket(changed, hash).remove(hash));
    added.forEach(hash -> bucket(changed, hash).add(hash));
    changed.forEach(this::replace);
  }

  private SortedSet<Bytes> bucket(Map<Integer, SortedSet<Bytes>> changed, Bytes hash) {
    return changed.computeIfAbsent(
        indexOf(HashSum.ofHash(hash)),
        index -> {
          SortedSet<Bytes> hashes = new TreeSet<>();
          for (int at = 0; at < buckets[index].length; at += HashSum.LONGS) {
            hashes.add(HashSum.toBytes(buckets[index], at));
          }
          return hashes;
        });
  }

  private void replace(int index, SortedSet<Bytes> hashes) {
    long[] bucket = new long[hashes.size() * HashSum.LONGS];
    int sumAt = index * HashSum.LONGS;
    Arrays.fill(sums, sumAt, sumAt + HashSum.LONGS, 0);
    int at = 0;
    for (Bytes hash : hashes) {
      System.arraycopy(HashSum.ofHash(hash), 0, bucket, at, HashSum.LONGS);
      HashSum.add(sums, sumAt, bucket, at);
      at += HashSum.LONGS;
    }
    size += (bucket.length - buckets[index].length) / HashSum.LONGS;
    buckets[index] = bucket;
  }

  /** The set as it is now. */
  RecordSet snapshot() {
    return new RecordSet(buckets.clone(), sums);
  }
}

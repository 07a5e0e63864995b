package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The hashes of a catalogue's entries at one moment, ascending, each with a place from 0 on.
 * Immutable, so it may be compared for as long as it takes while the catalogue goes on.
 *
 * <p>Hashes lie in buckets by their first bits, each bucket one sorted array. For every bucket the
 * count and the sum of all before it are known; so the fingerprint of any range needs one
 * subtraction and parts of two buckets, of some thirty hashes each in a set of 100,000.
 */
public final class RecordSet {
  private static final RecordSet EMPTY = new HashBuckets().snapshot();

  /** Of a bucket the hashes, four longs each; owned by nobody and never changed. */
  private final long[][] buckets;

  /** How many hashes lie before each bucket; the last is the number of all. */
  private final int[] before;

  /** Their sum, four longs for each bucket. */
  private final long[] sums;

  /**
   * Takes over the array of buckets.
   *
   * @param ofBuckets the sum of each bucket's hashes
   */
  RecordSet(long[][] buckets, long[] ofBuckets) {
    this.buckets = buckets;
    this.before = new int[buckets.length + 1];
    this.sums = new long[(buckets.length + 1) * HashSum.LONGS];
    for (int i = 0; i < buckets.length; i++) {
      int next = (i + 1) * HashSum.LONGS;
      before[i + 1] = before[i] + buckets[i].length / HashSum.LONGS;
      System.arraycopy(sums, i * HashSum.LONGS, sums, next, HashSum.LONGS);
      HashSum.add(sums, next, ofBuckets, i * HashSum.LONGS);
    }
  }

  /** One without hashes. */
  public static RecordSet empty() {
    return EMPTY;
  }

  /** How many hashes there are. */
  public int size() {
    return before[buckets.length];
  }

  /** Whether a hash of 32 bytes is among them. */
  public boolean contains(Bytes hash) {
    int place = placeOf(hash);
    return place < size() && hash(place).equals(hash);
  }

  /** The hash at a place. */
  public Bytes hash(int place) {
    Objects.checkIndex(place, size());
    int bucket = bucketOf(place);
    return HashSum.toBytes(buckets[bucket], (place - before[bucket]) * HashSum.LONGS);
  }

  /** The hashes from a place to before another; a view. */
  public List<Bytes> hashes(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return new AbstractList<>() {
      @Override
      public Bytes get(int index) {
        return hash(from + Objects.checkIndex(index, to - from));
      }

      @Override
      public int size() {
        return to - from;
      }
    };
  }

  /** How many hashes are less than a bound of 32 bytes: the first place that is not less. */
  public int placeOf(Bytes bound) {
    long[] number = HashSum.ofHash(bound);
    int bucket = HashBuckets.indexOf(number);
    return before[bucket] + HashBuckets.position(buckets[bucket], number);
  }

  /** Count and sum of the hashes from a place to before another. */
  public Fingerprint fingerprint(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    long[] sum = sumBefore(to);
    HashSum.subtract(sum, 0, sumBefore(from), 0);
    return new Fingerprint(to - from, HashSum.toBytes(sum, 0));
  }

  private long[] sumBefore(int place) {
    int bucket = place == size() ? buckets.length : bucketOf(place);
    long[] sum = Arrays.copyOfRange(sums, bucket * HashSum.LONGS, (bucket + 1) * HashSum.LONGS);
    for (int i = 0; i < place - before[bucket]; i++) {
      HashSum.add(sum, 0, buckets[bucket], i * HashSum.LONGS);
    }
    return sum;
  }

  /** The bucket in which a place lies; of equal counts the last, for the others are empty. */
  private int bucketOf(int place) {
    int low = 0;
    int high = buckets.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (before[middle] <= place) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}

package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A place in the key space: the SHA-256 of a key or of a peer id, as four numbers from the highest
 * bits on. Kademlia DHT, "Distance".
 */
public record KadKey(long first, long second, long third, long fourth) {
  /** How many bits a place has. */
  public static final int BITS = 256;

  /** Where a key lies. */
  public static KadKey of(Bytes key) {
    ByteBuffer digest = Multihash.sha256(key).digest().buffer();
    return new KadKey(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
  }

  /** Where a peer lies. */
  public static KadKey of(PeerId peer) {
    return of(peer.bytes());
  }

  /** How many of the highest bits are the same as another's; 256 for the same place. */
  public int commonPrefix(KadKey other) {
    long[] differences = {
      first ^ other.first, second ^ other.second, third ^ other.third, fourth ^ other.fourth
    };
    int same = 0;
    for (long difference : differences) {
      same += Long.numberOfLeadingZeros(difference);
      if (difference != 0) {
        break;
      }
    }
    return same;
  }

  /** Which of two places is nearer to this one: negative for the first, 0 if they are the same. */
  public int compareDistance(KadKey one, KadKey other) {
    int order = Long.compareUnsigned(first ^ one.first, first ^ other.first);
    if (order == 0) {
      order = Long.compareUnsigned(second ^ one.second, second ^ other.second);
    }
    if (order == 0) {
      order = Long.compareUnsigned(third ^ one.third, third ^ other.third);
    }
    return order != 0 ? order : Long.compareUnsigned(fourth ^ one.fourth, fourth ^ other.fourth);
  }

  /** Those of some things that lie nearest to this place, nearest first. */
  <T> List<T> nearest(Collection<T> things, Function<T, PeerId> id, int count) {
    record Placed<T>(T thing, KadKey key) {}
    return things.stream()
        .map(thing -> new Placed<>(thing, of(id.apply(thing))))
        .sorted((one, other) -> compareDistance(one.key, other.key))
        .limit(count)
        .map(Placed::thing)
        .toList();
  }

  /** Nearest to this place first. */
  public Comparator<KadKey> nearestFirst() {
    return this::compareDistance;
  }
}

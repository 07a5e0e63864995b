package dev.ggen.libp2p.bandwidth;

import dev.ggen.libp2p.multiformats.PeerId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Who of those who wait may go on: one of each peer in turn, as far as the buckets of all and of
 * the peer allow. An engine: no thread, no clock.
 */
final class FairShares {
  /** Buckets of peers that were full long ago are forgotten beyond so many. */
  private static final int MAX_IDLE_BUCKETS = 1_024;

  /** Somebody who waits. */
  static final class Request {
    final PeerId peer;
    final int bytes;
    private boolean granted;

    Request(PeerId peer, int bytes) {
      this.peer = peer;
      this.bytes = bytes;
    }

    boolean isGranted() {
      return granted;
    }
  }

  private final TokenBucket all;
  private final Map<PeerId, TokenBucket> buckets = new HashMap<>();

  /** Those who wait, the peer whose turn is next first. */
  private final LinkedHashMap<PeerId, ArrayDeque<Request>> waiting = new LinkedHashMap<>();

  private long rateOfPeer;

  FairShares(long rate, long rateOfPeer, long now) {
    this.all = new TokenBucket(rate, now);
    this.rateOfPeer = rateOfPeer;
  }

  void rates(long rate, long newRateOfPeer, long now) {
    all.rate(rate, now);
    rateOfPeer = newRateOfPeer;
    buckets.values().forEach(bucket -> bucket.rate(newRateOfPeer, now));
  }

  /** Asks; it may be granted at once. */
  Request ask(PeerId peer, int bytes, long now) {
    Request request = new Request(peer, bytes);
    waiting.computeIfAbsent(peer, p -> new ArrayDeque<>()).addLast(request);
    grant(now);
    return request;
  }

  /** Lets go on who may; true if somebody may. */
  boolean grant(long now) {
    boolean any = false;
    int passedOver = 0;
    while (passedOver < waiting.size() && all.isOpen(now)) {
      Map.Entry<PeerId, ArrayDeque<Request>> turn = waiting.pollFirstEntry();
      PeerId peer = turn.getKey();
      TokenBucket bucket = bucket(peer, now);
      if (bucket.isOpen(now)) {
        Request request = turn.getValue().removeFirst();
        request.granted = true;
        all.take(request.bytes);
        bucket.take(request.bytes);
        any = true;
        passedOver = 0;
      } else {
        passedOver++;
      }
      if (!turn.getValue().isEmpty()) {
        waiting.putLast(peer, turn.getValue());
      }
    }
    return any;
  }

  private TokenBucket bucket(PeerId peer, long now) {
    if (buckets.size() > MAX_IDLE_BUCKETS) {
      Iterator<TokenBucket> each = buckets.values().iterator();
      while (each.hasNext()) {
        if (each.next().isFull(now)) {
          each.remove();
        }
      }
    }
    return buckets.computeIfAbsent(peer, p -> new TokenBucket(rateOfPeer, now));
  }

  /** How long until somebody may go on; nothing if nobody waits. */
  OptionalLong nanosUntilNext(long now) {
    long ofAll = all.nanosUntilOpen(now);
    return waiting.keySet().stream()
        .mapToLong(peer -> Math.max(ofAll, bucket(peer, now).nanosUntilOpen(now)))
        .min();
  }

  /** Somebody waits no more. */
  void cancel(Request request) {
    ArrayDeque<Request> queue = waiting.get(request.peer);
    if (queue != null && queue.remove(request) && queue.isEmpty()) {
      waiting.remove(request.peer);
    }
  }
}

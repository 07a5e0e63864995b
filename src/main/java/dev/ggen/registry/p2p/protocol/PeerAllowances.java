package dev.ggen.registry.p2p.protocol;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ggen.libp2p.multiformats.PeerId;
import io.github.bucket4j.Bucket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What each peer may have of this node: streams at once, requests and bytes per second. Streams
 * beyond are refused; what comes too fast is made to wait, so that nobody needs to guess the limit.
 * Safe for any number of threads.
 */
final class PeerAllowances {
  /** Peers whose use is remembered: several times as many as are connected. */
  private static final int MAX_PEERS = 4_096;

  /** What a peer may use at once after a pause, in seconds' worth. */
  private static final int BURST_SECONDS = 4;

  private record Allowance(Bucket requests, Bucket bytes) {}

  /** A place that must be given back. */
  @FunctionalInterface
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  private final RegistryProtocolSettings settings;
  private final Cache<PeerId, Allowance> allowances =
      Caffeine.newBuilder().maximumSize(MAX_PEERS).expireAfterAccess(Duration.ofMinutes(1)).build();

  /** Guarded by this. */
  private final Map<PeerId, Integer> streams = new HashMap<>();

  /** Guarded by this. */
  private int allStreams;

  PeerAllowances(RegistryProtocolSettings settings) {
    this.settings = settings;
  }

  /** A place for a stream of a peer; nothing if all are taken. */
  synchronized Optional<Place> stream(PeerId peer) {
    int ofPeer = streams.getOrDefault(peer, 0);
    if (ofPeer >= settings.maxStreamsOfPeer() || allStreams >= settings.maxStreams()) {
      return Optional.empty();
    }
    streams.put(peer, ofPeer + 1);
    allStreams++;
    return Optional.of(() -> leave(peer));
  }

  private synchronized void leave(PeerId peer) {
    allStreams--;
    streams.computeIfPresent(peer, (p, count) -> count == 1 ? null : count - 1);
  }

  /** Waits until a peer's next request may be served, which costs as much as several small ones. */
  void awaitRequest(PeerId peer, int weight) throws IOException {
    take(
        allowance(peer).requests(), Math.min(weight, BURST_SECONDS * settings.requestsPerSecond()));
  }

  /** Waits until a peer may use so many bytes. */
  void awaitBytes(PeerId peer, int count) throws IOException {
    take(allowance(peer).bytes(), count);
  }

  private Allowance allowance(PeerId peer) {
    return allowances.get(
        peer,
        p ->
            new Allowance(bucket(settings.requestsPerSecond()), bucket(settings.bytesPerSecond())));
  }

  private static Bucket bucket(int perSecond) {
    return Bucket.builder()
        .addLimit(limit ->
            limit
                .capacity((long) BURST_SECONDS * perSecond)
                .refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }

  /** Every peer has few streams, each of which takes at most a message at once: waits are short. */
  private static void take(Bucket bucket, long count) throws IOException {
    if (count == 0) {
      return;
    }
    try {
      bucket.asBlocking().consume(count);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("the host closes").initCause(e);
    }
  }
}

package dev.ggen.registry.p2p.protocol;

import dev.ggen.registry.p2p.reconcile.ReconciliationLimits;
import java.time.Duration;

/**
 * What this node does for others and expects of them.
 *
 * @param answerTimeout for each answer of a peer
 * @param idleTimeout how long a peer's stream may be silent
 * @param sessionTimeout how long a stream may be served in all
 * @param maxStreamsOfPeer that are served at once
 * @param maxStreams that are served at once, of all peers
 * @param requestsPerSecond of one peer; faster ones wait
 * @param bytesPerSecond of one peer, both ways; what is beyond waits
 * @param limits of one comparison
 */
public record RegistryProtocolSettings(
    Duration answerTimeout,
    Duration idleTimeout,
    Duration sessionTimeout,
    int maxStreamsOfPeer,
    int maxStreams,
    int requestsPerSecond,
    int bytesPerSecond,
    ReconciliationLimits limits) {
  /** Checks them. */
  public RegistryProtocolSettings {
    if (maxStreamsOfPeer < 1 || maxStreams < maxStreamsOfPeer) {
      throw new IllegalArgumentException(
          "served streams: 1 or more of a peer, and as many of all; not %d and %d"
              .formatted(maxStreamsOfPeer, maxStreams));
    }
    if (requestsPerSecond < 1 || bytesPerSecond < Wire.MAX_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "at least 1 request and 1 MiB per second; not %d and %d"
              .formatted(requestsPerSecond, bytesPerSecond));
    }
  }

  /** 10 s for an answer; 4 streams of a peer, 32 of all; 200 requests and 16 MiB per second. */
  public static RegistryProtocolSettings defaults() {
    return new RegistryProtocolSettings(
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        4,
        32,
        200,
        16 * 1024 * 1024,
        ReconciliationLimits.defaults());
  }

  /** The same with other times. */
  public RegistryProtocolSettings withTimeouts(Duration answer, Duration idle, Duration session) {
    return new RegistryProtocolSettings(
        answer,
        idle,
        session,
        maxStreamsOfPeer,
        maxStreams,
        requestsPerSecond,
        bytesPerSecond,
        limits);
  }

  /** The same with other numbers of streams. */
  public RegistryProtocolSettings withStreams(int ofPeer, int all) {
    return new RegistryProtocolSettings(
        answerTimeout,
        idleTimeout,
        sessionTimeout,
        ofPeer,
        all,
        requestsPerSecond,
        bytesPerSecond,
        limits);
  }

  /** The same with other rates. */
  public RegistryProtocolSettings withRates(int requests, int bytes) {
    return new RegistryProtocolSettings(
        answerTimeout,
        idleTimeout,
        sessionTimeout,
        maxStreamsOfPeer,
        maxStreams,
        requests,
        bytes,
        limits);
  }

  /** The same with other limits of a comparison. */
  public RegistryProtocolSettings withLimits(ReconciliationLimits other) {
    return new RegistryProtocolSettings(
        answerTimeout,
        idleTimeout,
        sessionTimeout,
        maxStreamsOfPeer,
        maxStreams,
        requestsPerSecond,
        bytesPerSecond,
        other);
  }
}

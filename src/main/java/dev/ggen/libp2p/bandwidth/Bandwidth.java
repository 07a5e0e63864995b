package dev.ggen.libp2p.bandwidth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.StreamMeters;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Limits and counts the bytes on a host's streams. The limits may be changed at any time; they hold
 * for every protocol, because a peer that is starved of any of them is lost. Any thread.
 */
public final class Bandwidth implements StreamMeters {
  /** Peers whose bytes are told apart; more cost those their place that moved none for longest. */
  private static final int MAX_PEERS = 4_096;

  /** Protocols are few; names that a stranger could make up never get here. */
  private static final int MAX_PROTOCOLS = 256;

  private static final String OTHERS = "others";

  /** With a limit bytes move in such steps, so that others get in between. */
  private static final int STEP_BYTES = 16 * 1024;

  /** Bytes of both directions. */
  private static final class Counts {
    final LongAdder in = new LongAdder();
    final LongAdder out = new LongAdder();

    Traffic.Bytes bytes() {
      return new Traffic.Bytes(in.sum(), out.sum());
    }
  }

  private final Throttle upload = new Throttle();
  private final Throttle download = new Throttle();
  private final Map<String, Counts> protocols = new ConcurrentHashMap<>();
  private final Cache<PeerId, Counts> peers = Caffeine.newBuilder().maximumSize(MAX_PEERS).build();
  private volatile RateLimits limits = RateLimits.NONE;

  /** Watches a host's streams from now on. */
  public static Bandwidth on(Host host, RateLimits limits) {
    Bandwidth bandwidth = new Bandwidth();
    bandwidth.limit(limits);
    host.meters(bandwidth);
    return bandwidth;
  }

  /** Changes the limits, for streams that are open too. */
  public void limit(RateLimits newLimits) {
    upload.rates(newLimits.upload(), newLimits.uploadOfPeer());
    download.rates(newLimits.download(), newLimits.downloadOfPeer());
    limits = newLimits;
  }

  /** The limits. */
  public RateLimits limits() {
    return limits;
  }

  /** What was moved. */
  public Traffic traffic() {
    Map<String, Traffic.Bytes> byProtocol = new HashMap<>();
    protocols.forEach((protocol, counts) -> byProtocol.put(protocol, counts.bytes()));
    Map<PeerId, Traffic.Bytes> byPeer = new HashMap<>();
    peers.asMap().forEach((peer, counts) -> byPeer.put(peer, counts.bytes()));
    return new Traffic(byProtocol, byPeer);
  }

  @Override
  public StreamMeter open(PeerId peer, String protocol) {
    String name = protocols.size() < MAX_PROTOCOLS ? protocol : OTHERS;
    Counts ofProtocol = protocols.computeIfAbsent(name, p -> new Counts());
    Counts ofPeer = peers.get(peer, p -> new Counts());
    return new StreamMeter() {
      @Override
      public int step() {
        return upload.isLimited() || download.isLimited() ? STEP_BYTES : Integer.MAX_VALUE;
      }

      @Override
      public void sending(int bytes) throws IOException {
        upload.acquire(peer, bytes);
        ofProtocol.out.add(bytes);
        ofPeer.out.add(bytes);
      }

      @Override
      public void received(int bytes) throws IOException {
        ofProtocol.in.add(bytes);
        ofPeer.in.add(bytes);
        download.acquire(peer, bytes);
      }
    };
  }
}

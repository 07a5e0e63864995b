package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.negotiate.Negotiation;
import dev.ggen.libp2p.negotiate.UnsupportedProtocolException;
import dev.ggen.libp2p.transport.MuxedStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Agrees with peers on the protocols of streams, and serves those that they open. */
final class Streams {
  private static final System.Logger LOG = System.getLogger(Streams.class.getName());
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final Duration negotiationTimeout;
  private final Resources resources;
  private final PeerStore peerStore;
  private final Threads threads;
  private final Map<String, StreamHandler> handlers = new ConcurrentHashMap<>();
  private volatile StreamMeters meters = StreamMeters.NONE;

  Streams(Duration negotiationTimeout, Resources resources, PeerStore peerStore, Threads threads) {
    this.negotiationTimeout = negotiationTimeout;
    this.resources = resources;
    this.peerStore = peerStore;
    this.threads = threads;
  }

  void meters(StreamMeters newMeters) {
    meters = newMeters;
  }

  void handle(String protocol, StreamHandler handler) {
    handlers.put(protocol, handler);
  }

  /** Whether it was served until now. */
  boolean unhandle(String protocol) {
    return handlers.remove(protocol) != null;
  }

  Set<String> protocols() {
    return new TreeSet<>(handlers.keySet());
  }

  /** Opens one for the first protocol that the peer speaks; see {@link Host#newStream}. */
  Stream open(Connection connection, List<String> protocols) throws IOException {
    PeerId peer = connection.peer();
    Permit permit = resources.stream(peer);
    MuxedStream muxed = null;
    try {
      muxed = connection.muxed().open(negotiationTimeout);
      muxed.deadline(negotiationTimeout);
      Optional<String> known =
          protocols.stream().filter(protocol -> peerStore.speaks(peer, protocol)).findFirst();
      String protocol = known.isPresent() ? known.get() : Negotiation.propose(muxed, protocols);
      MuxedStream agreed = known.isPresent() ? Negotiation.assume(muxed, protocol) : muxed;
      muxed.deadline(FOREVER);
      return new Stream(agreed, connection, protocol, permit, meters.open(peer, protocol));
    } catch (IOException | RuntimeException e) {
      if (muxed != null) {
        muxed.reset();
      }
      permit.close();
      throw e;
    }
  }

  /** Takes a stream that a peer opens and serves it; false to refuse it. */
  boolean accept(PeerId peer, Connection connection, MuxedStream stream) {
    try {
      Permit place = resources.stream(peer);
      threads.execute(() -> serve(connection, stream, place));
      return true;
    } catch (ResourceExhaustedException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "stream of " + peer + " refused: " + e.getMessage());
      return false;
    }
  }

  private void serve(Connection connection, MuxedStream muxed, Permit permit) {
    String protocol = "none yet";
    try {
      muxed.deadline(negotiationTimeout);
      protocol = Negotiation.answer(muxed, handlers::containsKey);
      StreamHandler handler = handlers.get(protocol);
      if (handler == null) {
        throw new IOException("its handler was just taken away");
      }
      try (Permit place = resources.protocol(connection.peer(), protocol)) {
        muxed.deadline(FOREVER);
        handler.handle(
            new Stream(
                muxed, connection, protocol, place, meters.open(connection.peer(), protocol)));
      }
      muxed.close();
    } catch (UnsupportedProtocolException e) {
      muxed.close();
      log(System.Logger.Level.DEBUG, connection, protocol, e);
    } catch (IOException e) {
      muxed.reset();
      log(System.Logger.Level.DEBUG, connection, protocol, e);
    } catch (RuntimeException e) {
      muxed.reset();
      log(System.Logger.Level.ERROR, connection, protocol, e);
    } finally {
      permit.close();
    }
  }

  private static void log(
      System.Logger.Level level, Connection connection, String protocol, Exception e) {
    String text = "stream of " + connection.peer() + " (" + protocol + ") ended: " + e.getMessage();
    if (level == System.Logger.Level.ERROR) {
      LOG.log(level, text, e);
    } else {
      LOG.log(level, text);
    }
  }
}

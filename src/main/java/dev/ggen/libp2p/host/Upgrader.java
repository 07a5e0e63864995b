package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.mux.YamuxSession;
import dev.ggen.libp2p.negotiate.Negotiation;
import dev.ggen.libp2p.security.NoiseSecurity;
import dev.ggen.libp2p.security.SecureChannel;
import dev.ggen.libp2p.transport.ConnectionProtector;
import dev.ggen.libp2p.transport.RawConnection;
import dev.ggen.libp2p.transport.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Secures a raw connection and agrees on the muxer: libp2p connections, "Upgrading Connections".
 * Bounded in time by closing the connection.
 */
final class Upgrader {
  private static final List<String> MUXERS = List.of(YamuxSession.PROTOCOL);

  private final NoiseSecurity noise;
  private final ConnectionProtector protector;
  private final Timers timers;

  Upgrader(HostSettings settings, Timers timers) {
    this.noise = new NoiseSecurity(settings.identity(), MUXERS);
    this.protector = settings.protector();
    this.timers = timers;
  }

  /** Of a connection that this side dialled; {@code expected} null takes anybody. */
  SecureChannel outbound(RawConnection raw, @Nullable PeerId expected, Duration timeout)
      throws IOException {
    return within(
        timeout,
        raw,
        () -> {
          RawConnection connection = protector.protect(raw);
          Negotiation.propose(connection, List.of(NoiseSecurity.PROTOCOL));
          SecureChannel channel = noise.initiate(connection, expected);
          if (channel.muxer().isEmpty()) {
            Negotiation.propose(channel, MUXERS);
          }
          return channel;
        });
  }

  /** Of a connection that the peer dialled. */
  SecureChannel inbound(RawConnection raw, Duration timeout) throws IOException {
    return within(
        timeout,
        raw,
        () -> {
          RawConnection connection = protector.protect(raw);
          Negotiation.answer(connection, NoiseSecurity.PROTOCOL::equals);
          SecureChannel channel = noise.respond(connection);
          if (channel.muxer().isEmpty()) {
            Negotiation.answer(channel, MUXERS::contains);
          }
          return channel;
        });
  }

  @FunctionalInterface
  private interface Upgrade {
    SecureChannel run() throws IOException;
  }

  private SecureChannel within(Duration timeout, RawConnection raw, Upgrade upgrade)
      throws IOException {
    boolean done = false;
    Timers.Alarm alarm = timers.after(timeout, raw::close);
    try {
      SecureChannel channel = upgrade.run();
      done = true;
      return channel;
    } finally {
      alarm.cancel();
      if (!done) {
        raw.close();
      }
    }
  }
}

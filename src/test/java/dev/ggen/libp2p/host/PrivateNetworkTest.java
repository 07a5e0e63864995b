package dev.ggen.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.transport.ConnectionProtector;
import dev.ggen.libp2p.transport.pnet.PreSharedKey;
import dev.ggen.libp2p.transport.pnet.PrivateNetwork;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PrivateNetworkTest {
  private final PreSharedKey key = PreSharedKey.generate();

  private static Host host(ConnectionProtector protector) throws IOException {
    Duration limit = Duration.ofMillis(500);
    return Host.start(
        HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/ip4/127.0.0.1/tcp/0"))
            .withProtector(protector)
            .withTimeouts(limit, limit, limit));
  }

  @Test
  void hostsWithTheSameKeyConnect() throws IOException {
    try (Host one = host(new PrivateNetwork(key));
        Host other = host(new PrivateNetwork(PreSharedKey.parse(key.toFile())))) {
      other.handle("/test", stream -> stream.write(new byte[100_000]));

      try (Stream stream =
          one.newStream(one.connect(other.id(), other.listenAddresses()).peer(), "/test")) {
        stream.readFully(new byte[100_000], 0, 100_000);
      }
    }
  }

  @Test
  void hostsWithAnotherKeyOrNoneAreKeptOut() throws IOException {
    try (Host inside = host(new PrivateNetwork(key));
        Host stranger = host(new PrivateNetwork(PreSharedKey.generate()));
        Host open = host(ConnectionProtector.NONE)) {
      for (Host outside : new Host[] {stranger, open}) {
        assertThatThrownBy(() -> outside.connect(inside.id(), inside.listenAddresses()))
            .isInstanceOf(DialException.class);
        assertThatThrownBy(() -> inside.connect(outside.id(), outside.listenAddresses()))
            .isInstanceOf(DialException.class);
        assertThat(outside.connections()).isEmpty();
      }
      assertThat(inside.connections()).isEmpty();
    }
  }
}

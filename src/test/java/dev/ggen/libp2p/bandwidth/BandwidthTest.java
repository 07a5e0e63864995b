package dev.ggen.libp2p.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On two hosts of the memory transport. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class BandwidthTest {
  private static final String PROTOCOL = "/sink/1";

  private final MemoryNetwork network = new MemoryNetwork();
  private Host a;
  private Host b;
  private Bandwidth ofA;
  private Bandwidth ofB;

  private Host host() throws IOException {
    return Host.start(
        HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/memory/0"))
            .withTransports(network));
  }

  @BeforeEach
  void start() throws IOException {
    a = host();
    b = host();
    ofA = Bandwidth.on(a, RateLimits.NONE);
    ofB = Bandwidth.on(b, RateLimits.NONE);
    b.handle(
        PROTOCOL,
        stream -> {
          byte[] buffer = new byte[1 << 16];
          while (stream.read(buffer, 0, buffer.length) >= 0) {
            // Taken.
          }
          stream.write(new byte[] {1});
        });
    a.connect(b.listenAddresses().getFirst().withPeerId(b.id()));
  }

  @AfterEach
  void close() {
    a.close();
    b.close();
  }

  /** Sends so many bytes and waits until they are taken; gives the seconds that took. */
  private double send(int bytes) throws IOException {
    long start = System.nanoTime();
    try (Stream stream = a.newStream(b.id(), PROTOCOL)) {
      stream.write(new byte[bytes]);
      stream.closeWrite();
      byte[] one = new byte[1];
      stream.readFully(one, 0, 1);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  @Test
  void bytesAreCountedByProtocolPeerAndDirection() throws IOException {
    double _ = send(1_000_000);
    Traffic sent = ofA.traffic();
    assertThat(sent.protocols().get(PROTOCOL).out()).isEqualTo(1_000_000);
    assertThat(sent.protocols().get(PROTOCOL).in()).isEqualTo(1);
    assertThat(sent.of(b.id()).out()).isGreaterThanOrEqualTo(1_000_000);
    assertThat(ofB.traffic().protocols().get(PROTOCOL).in()).isEqualTo(1_000_000);
  }

  @Test
  void aLimitOnEitherSideSlowsDownAndMayBeLifted() throws IOException {
    ofA.limit(new RateLimits(400_000, 0, 0, 0));
    assertThat(send(600_000)).isGreaterThan(1);
    ofA.limit(RateLimits.NONE);
    ofB.limit(new RateLimits(0, 0, 0, 400_000));
    assertThat(send(600_000)).isGreaterThan(1);
    ofB.limit(RateLimits.NONE);
    assertThat(ofA.limits()).isEqualTo(RateLimits.NONE);
    double _ = send(50_000_000);
  }

  @Test
  void aRateThatIsNoneIsRefused() {
    assertThat(new RateLimits(0, 1_024, 0, 0).download()).isEqualTo(1_024);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateLimits(0, 0, 1_023, 0))
        .withMessageContaining("uploadOfPeer is 1023");
    assertThatIllegalArgumentException().isThrownBy(() -> new RateLimits(-1, 0, 0, 0));
  }
}

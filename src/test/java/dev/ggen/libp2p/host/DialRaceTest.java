package dev.ggen.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DialRaceTest {
  private static final Multiaddr ONE = Multiaddr.parse("/memory/1");
  private static final Multiaddr TWO = Multiaddr.parse("/memory/2");

  private final Threads threads = new Threads("test");
  private HostPair hosts;

  @BeforeEach
  void start() throws IOException {
    hosts = HostPair.memory(new MemoryNetwork());
  }

  @AfterEach
  void end() {
    hosts.close();
  }

  private Connection run(DialRace.Attempt attempt) throws Exception {
    return new DialRace(hosts.listener.id(), List.of(ONE, TWO), new ArrayList<>(), threads, attempt)
        .run();
  }

  private Connection real() throws IOException {
    return hosts.dialler.connect(hosts.listener.id());
  }

  @Test
  void anAddressThatHangsIsOvertakenAfterAMomentAndCalledOff() throws Exception {
    CountDownLatch calledOff = new CountDownLatch(1);
    long start = System.nanoTime();

    Connection connection =
        run(address -> {
          if (address.equals(ONE)) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              calledOff.countDown();
              throw new IOException("called off", e);
            }
          }
          return real();
        });

    assertThat(connection.peer()).isEqualTo(hosts.listener.id());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(DialRace.STAGGER);
    assertThat(calledOff.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anAddressThatFailsIsFollowedByTheNextAtOnce() throws Exception {
    long start = System.nanoTime();

    run(address -> {
      if (address.equals(ONE)) {
        throw new IOException("nobody there");
      }
      return real();
    });

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DialRace.STAGGER);
  }

  @Test
  void whenAllFailEveryReasonIsTold() {
    assertThatThrownBy(() ->
            run(address -> {
              throw new IOException("no answer from " + address);
            }))
        .isInstanceOf(DialException.class)
        .hasMessageContaining(hosts.listener.id().toString())
        .hasMessageContaining("no answer from /memory/1; no answer from /memory/2");
  }
}

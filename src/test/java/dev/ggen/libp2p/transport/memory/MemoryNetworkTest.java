package dev.ggen.libp2p.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.transport.Duplexes;
import dev.ggen.libp2p.transport.Listener;
import dev.ggen.libp2p.transport.RawConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MemoryNetworkTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final MemoryNetwork network = new MemoryNetwork();

  @Test
  void bytesArriveInOrderAndNotBeforeTheLatency() throws IOException {
    network.latency(Duration.ofMillis(20));
    try (Duplexes pair = Duplexes.create(network)) {
      long start = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        pair.dialled().write(new byte[] {(byte) i});
      }
      byte[] received = new byte[100];
      pair.accepted().readFully(received, 0, received.length);

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(20));
      for (int i = 0; i < received.length; i++) {
        assertThat(received[i]).isEqualTo((byte) i);
      }
    }
  }

  @Test
  void connectionsAreAcceptedInTheOrderOfTheirDials() throws IOException {
    try (Listener listener = network.listen(Multiaddr.parse("/memory/0"))) {
      List<Multiaddr> dialled = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        dialled.add(network.dial(listener.address(), LIMIT).localAddress());
      }
      for (Multiaddr from : dialled) {
        assertThat(listener.accept().remoteAddress()).isEqualTo(from);
      }
    }
  }

  @Test
  void soManyWaitToBeAcceptedAndNotOneMore() throws IOException {
    try (Listener listener = network.listen(Multiaddr.parse("/memory/7"))) {
      for (int i = 0; i < MemoryNetwork.BACKLOG; i++) {
        network.dial(listener.address(), LIMIT);
      }
      assertThatThrownBy(() -> network.dial(listener.address(), LIMIT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("/memory/7");
    }
  }

  @Test
  void aCutLinkBreaksAndCanBeDialledOnceItIsHealed() throws IOException {
    try (Listener listener = network.listen(Multiaddr.parse("/memory/0"))) {
      RawConnection dialled = network.dial(listener.address(), LIMIT);
      RawConnection accepted = listener.accept();
      network.cut(listener.address());

      assertThatThrownBy(() -> accepted.read(new byte[1], 0, 1)).hasMessageContaining("cut");
      assertThatThrownBy(() -> dialled.write(new byte[1])).hasMessageContaining("cut");
      assertThatThrownBy(() -> network.dial(listener.address(), LIMIT))
          .isInstanceOf(IOException.class);
      network.heal(listener.address());
      network.dial(listener.address(), LIMIT).close();
    }
  }

  @Test
  void onASilentLinkNothingArrivesUntilItIsHealed() throws Exception {
    try (Listener listener = network.listen(Multiaddr.parse("/memory/0"))) {
      RawConnection dialled = network.dial(listener.address(), LIMIT);
      RawConnection accepted = listener.accept();
      network.silence(listener.address());
      dialled.write(new byte[] {42});
      CountDownLatch arrived = new CountDownLatch(1);
      Thread.ofVirtual()
          .start(() -> {
            try {
              accepted.readFully(new byte[1], 0, 1);
              arrived.countDown();
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });

      assertThat(arrived.await(50, TimeUnit.MILLISECONDS)).isFalse();
      network.heal(listener.address());
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aClosedListenerAcceptsNobodyAndFreesItsAddress() throws Exception {
    Listener listener = network.listen(Multiaddr.parse("/memory/3"));
    assertThatThrownBy(() -> network.listen(Multiaddr.parse("/memory/3")))
        .hasMessageContaining("taken");
    CountDownLatch woken = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          try {
            listener.accept().close();
          } catch (IOException e) {
            woken.countDown();
          }
        });
    listener.close();

    assertThat(woken.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(listener.isClosed()).isTrue();
    network.listen(Multiaddr.parse("/memory/3")).close();
  }

  @Test
  void anEndIsSeenAfterWhatWasWrittenBeforeIt() throws IOException {
    try (Duplexes pair = Duplexes.create(network)) {
      pair.dialled().write(new byte[] {1, 2});
      pair.dialled().closeWrite();

      pair.accepted().readFully(new byte[2], 0, 2);
      assertThat(pair.accepted().read(new byte[1], 0, 1)).isEqualTo(-1);
      pair.accepted().write(new byte[] {3});
      pair.dialled().readFully(new byte[1], 0, 1);
    }
  }
}

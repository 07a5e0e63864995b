package dev.ggen.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.ggen.libp2p.gossipsub.GossipAction.Priority;
import dev.ggen.libp2p.gossipsub.SendQueue.Outcome;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.transport.Duplex;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The queue of one peer, and what is read of its bytes. */
class SendQueueTest {
  private static final int MOST = 8;
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private static GossipSettings.PeerLimits limits(int bytes) {
    return new GossipSettings.PeerLimits(10, 10, 10, 3, 10, 10, 4, MOST, bytes);
  }

  private static Rpc message(int number, int size) {
    return Rpc.of(
        PubsubMessage.unsigned(Bytes.of(1), Bytes.copyOf(new byte[size]), Bytes.of(number), "t"));
  }

  private static Rpc have(int number) {
    return Rpc.ofHaves(List.of(new Rpc.Have("t", List.of(Bytes.of(number)))));
  }

  private static final class Reading implements Duplex {
    private final ByteArrayInputStream bytes;
    private final int step;

    Reading(byte[] bytes, int step) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.step = step;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return bytes.read(buffer, offset, Math.min(step, length));
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {}

    @Override
    public void closeWrite() {}

    @Override
    public void close() {}
  }

  private static List<Rpc> read(byte[] bytes, int step) throws IOException {
    Frames frames = new Frames(new Reading(bytes, step), RpcLimits.defaults());
    List<Rpc> all = new ArrayList<>();
    for (Optional<Rpc> next = frames.next(); next.isPresent(); next = frames.next()) {
      all.add(next.get());
    }
    return all;
  }

  @Test
  void messagesFitUpToTheLimitAndNotOneMore() {
    SendQueue queue = new SendQueue(limits(1 << 20));
    for (int i = 0; i < MOST; i++) {
      assertThat(queue.put(message(i, 10), Priority.MESSAGE)).isEqualTo(Outcome.QUEUED);
    }
    assertThat(queue.put(message(MOST, 10), Priority.MESSAGE)).isEqualTo(Outcome.DROPPED);
    assertThat(queue.put(Rpc.ofMesh(List.of("t"), List.of()), Priority.CONTROL))
        .isEqualTo(Outcome.QUEUED);
    assertThat(queue.size()).isEqualTo(MOST + 1);
  }

  @Test
  void gossipLeavesRoomForMessages() {
    SendQueue queue = new SendQueue(limits(1 << 20));
    int taken = 0;
    while (queue.put(have(taken), Priority.GOSSIP) == Outcome.QUEUED) {
      taken++;
    }
    assertThat(taken).isEqualTo(MOST / 2);
    assertThat(queue.put(message(1, 10), Priority.MESSAGE)).isEqualTo(Outcome.QUEUED);
  }

  @Test
  void bytesAreBoundedToo() {
    Rpc one = message(1, 1_000);
    int size = RpcCodec.frameSize(one.messages().getFirst());
    SendQueue queue = new SendQueue(limits(2 * size));
    assertThat(queue.put(one, Priority.MESSAGE)).isEqualTo(Outcome.QUEUED);
    assertThat(queue.put(message(2, 1_000), Priority.MESSAGE)).isEqualTo(Outcome.QUEUED);
    assertThat(queue.put(message(3, 1), Priority.MESSAGE)).isEqualTo(Outcome.DROPPED);
  }

  @Test
  void controlThatFindsNoRoomMeansAPeerThatStalls() {
    SendQueue queue = new SendQueue(limits(1 << 20));
    Rpc graft = Rpc.ofMesh(List.of("t"), List.of());
    Outcome outcome = Outcome.QUEUED;
    int taken = 0;
    while (outcome == Outcome.QUEUED && taken < 100_000) {
      outcome = queue.put(graft, Priority.CONTROL);
      taken++;
    }
    assertThat(outcome).isEqualTo(Outcome.STALLED);
    assertThat(taken).isLessThan(2_000);
  }

  @Test
  void whatIsTakenIsReadAsItWasPutHoweverItIsCut() throws Exception {
    SendQueue queue = new SendQueue(limits(1 << 20));
    List<Rpc> put =
        List.of(
            message(1, 300),
            Rpc.ofMesh(List.of("a", "b"), List.of()),
            have(7),
            message(2, 0),
            Rpc.ofSubscriptions(List.of(new Rpc.Subscription(true, "t"))));
    Priority[] priorities = {
      Priority.MESSAGE, Priority.CONTROL, Priority.GOSSIP, Priority.MESSAGE, Priority.CONTROL
    };
    for (int i = 0; i < put.size(); i++) {
      assertThat(queue.put(put.get(i), priorities[i])).isEqualTo(Outcome.QUEUED);
    }
    byte[] bytes = queue.take(AT_ONCE);
    for (int step : new int[] {1, 2, 7, 64, 100_000}) {
      assertThat(read(bytes, step)).isEqualTo(put);
    }
    for (int end = 1; end < bytes.length; end++) {
      byte[] cut = Arrays.copyOf(bytes, end);
      List<Rpc> some = new ArrayList<>();
      try {
        some.addAll(read(cut, 1_000));
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("cut off");
      }
      assertThat(put).containsAll(some);
    }
  }

  @Test
  void aBatchIsNoLongerThanAGoodWrite() throws Exception {
    SendQueue queue = new SendQueue(limits(8 << 20));
    for (int i = 0; i < 4; i++) {
      assertThat(queue.put(message(i, 30_000), Priority.MESSAGE)).isEqualTo(Outcome.QUEUED);
    }
    assertThat(queue.take(AT_ONCE).length).isBetween(60_000, SendQueue.BATCH_BYTES);
    assertThat(queue.size()).isEqualTo(2);
  }

  @Test
  void whoTakesHearsThatTheQueueWasBrokenOff() throws Exception {
    SendQueue queue = new SendQueue(limits(1 << 20));
    assertThat(queue.put(message(1, 1), Priority.MESSAGE)).isEqualTo(Outcome.QUEUED);
    queue.breakOff();
    assertThatIOException().isThrownBy(() -> queue.take(AT_ONCE));
    assertThat(queue.take(AT_ONCE)).isEmpty();
    queue.close();
    assertThat(queue.isAtEnd()).isTrue();
    assertThat(queue.put(message(2, 1), Priority.MESSAGE)).isEqualTo(Outcome.DROPPED);
  }
}

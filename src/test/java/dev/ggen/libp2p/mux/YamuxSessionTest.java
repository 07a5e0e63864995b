package dev.ggen.libp2p.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.transport.ConnectionClosedException;
import dev.ggen.libp2p.transport.Duplexes;
import dev.ggen.libp2p.transport.MuxedStream;
import dev.ggen.libp2p.transport.StreamResetException;
import dev.ggen.libp2p.transport.Timers;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session against a peer that sends frame by frame what the test says. */
@Timeout(30)
class YamuxSessionTest implements StreamAcceptor {
  private static final int WINDOW = YamuxSettings.INITIAL_WINDOW_BYTES;
  private static final YamuxSettings SMALL =
      new YamuxSettings(WINDOW, WINDOW, 3, Duration.ofMinutes(1), Duration.ofMillis(100));

  private final BlockingQueue<MuxedStream> accepted = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final AtomicLong reserved = new AtomicLong();
  private final ReceiveBudget budget =
      new ReceiveBudget() {
        @Override
        public boolean tryReserve(int bytes) {
          reserved.addAndGet(bytes);
          return true;
        }

        @Override
        public void release(int bytes) {
          reserved.addAndGet(-bytes);
        }
      };
  private final Timers timers = new Timers("test");
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Duplexes raw;
  private RawPeer peer;
  private YamuxSession session;

  @BeforeEach
  void start() throws IOException {
    start(SMALL);
  }

  private void start(YamuxSettings settings) throws IOException {
    raw = Duplexes.create();
    peer = new RawPeer(raw.dialled());
    session = YamuxSession.on(raw.accepted(), false, settings, budget, this, timers);
    session.start(threads);
  }

  @AfterEach
  void end() {
    session.close();
    raw.close();
    timers.close();
    threads.shutdownNow();
  }

  @Override
  public boolean accept(MuxedStream stream) {
    return accepted.add(stream);
  }

  @Override
  public void closed(String reason) {
    ended.complete(reason);
  }

  private MuxedStream opened(int id) throws Exception {
    peer.frame(Frame.WINDOW_UPDATE, Frame.SYN, id, 0);
    MuxedStream stream = accepted.poll(10, TimeUnit.SECONDS);
    assertThat(peer.nextButPing())
        .isEqualTo(new RawPeer.Seen(Frame.WINDOW_UPDATE, Frame.ACK, id, 0));
    return stream;
  }

  private String reason() throws Exception {
    return ended.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aPingIsAnswered() throws Exception {
    peer.frame(Frame.PING, Frame.SYN, 0, 77);

    RawPeer.Seen first = peer.next();
    RawPeer.Seen second = peer.next();
    assertThat(new RawPeer.Seen[] {first, second})
        .contains(new RawPeer.Seen(Frame.PING, Frame.ACK, 0, 77));
  }

  @Test
  void allFlagsOfAFrameCount() throws Exception {
    MuxedStream stream = session.open(Duration.ofSeconds(1));
    assertThat(peer.nextButPing())
        .isEqualTo(new RawPeer.Seen(Frame.WINDOW_UPDATE, Frame.SYN, 2, 0));

    peer.data(Frame.ACK | Frame.FIN, 2, new byte[] {42});

    byte[] read = new byte[2];
    assertThat(stream.read(read, 0, 2)).isEqualTo(1);
    assertThat(read[0]).isEqualTo((byte) 42);
    assertThat(stream.read(read, 0, 2)).isEqualTo(-1);
  }

  @Test
  void dataMayComeWithTheOpening() throws Exception {
    peer.data(Frame.SYN | Frame.FIN, 1, new byte[] {1, 2, 3});

    MuxedStream stream = accepted.poll(10, TimeUnit.SECONDS);
    stream.readFully(new byte[3], 0, 3);
    assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
  }

  @Test
  void afterItsEndWeCanStillWriteAndAfterOursTheStreamIsForgotten() throws Exception {
    MuxedStream stream = opened(1);
    peer.frame(Frame.DATA, Frame.FIN, 1, 0);
    assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);

    stream.write(new byte[10]);
    stream.closeWrite();

    assertThat(peer.nextButPing()).isEqualTo(new RawPeer.Seen(Frame.DATA, 0, 1, 10));
    assertThat(peer.nextButPing())
        .isEqualTo(new RawPeer.Seen(Frame.WINDOW_UPDATE, Frame.FIN, 1, 0));
    assertThat(session.openStreams()).isZero();
  }

  @Test
  void aWriterWaitsForTheWindowAndGoesOnWithCredit() throws Exception {
    MuxedStream stream = opened(1);
    stream.timeout(Duration.ofMillis(50));
    assertThatThrownBy(() -> stream.write(new byte[WINDOW + 1]))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageContaining("write");

    peer.frame(Frame.WINDOW_UPDATE, 0, 1, 5);
    stream.timeout(Duration.ofSeconds(10));
    stream.write(new byte[5]);

    long sent = 0;
    while (sent < WINDOW + 5) {
      RawPeer.Seen seen = peer.nextButPing();
      assertThat(seen.type()).isEqualTo(Frame.DATA);
      sent += seen.length();
    }
    assertThat(sent).isEqualTo(WINDOW + 5);
  }

  @Test
  void creditComesBackOnlyForWhatWasRead() throws Exception {
    MuxedStream stream = opened(1);
    for (int i = 0; i < 4; i++) {
      peer.data(0, 1, new byte[WINDOW / 4]);
    }
    peer.frame(Frame.PING, Frame.SYN, 0, 9);
    // The answer shows that all frames were taken; no credit came before it.
    RawPeer.Seen answer = peer.next();
    while (answer.flags() != Frame.ACK) {
      assertThat(answer.type()).isEqualTo(Frame.PING);
      answer = peer.next();
    }
    assertThat(answer).isEqualTo(new RawPeer.Seen(Frame.PING, Frame.ACK, 0, 9));

    stream.readFully(new byte[WINDOW / 2], 0, WINDOW / 2);
    assertThat(peer.nextButPing())
        .isEqualTo(new RawPeer.Seen(Frame.WINDOW_UPDATE, 0, 1, WINDOW / 2));
  }

  @Test
  void aWindowThatIsExceededEndsTheConnection() throws Exception {
    opened(1);
    for (int i = 0; i < 4; i++) {
      peer.data(0, 1, new byte[WINDOW / 4]);
    }
    peer.frame(Frame.DATA, 0, 1, 1);

    assertThat(reason()).contains("exceeds its window");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, 5, stream 1, 'which was never opened'",
    "0, 0, 2, 0, stream 2, 'which was never opened'",
    "0, 1, 2, 0, stream 2, 'may not open'",
    "1, 1, 0, 0, stream 0, 'may not open'",
    "0, 1, -1, 0, 4294967295, 'may not open'",
    "0, 1, 1, -1, 4294967295, 'exceeds every window'",
    "2, 1, 7, 0, 'ping', 'stream 7'",
    "4, 0, 0, 0, 'type', '4'",
    "255, 65535, -1, -1, 'type', '255'"
  })
  void aFrameThatBreaksTheRulesEndsTheConnectionWithItsReason(
      int type, int flags, int stream, int length, String what, String why) throws Exception {
    peer.frame(type, flags, stream, length);

    assertThat(reason()).contains("broke the protocol", what, why);
    assertThat(peer.rest()).contains(new RawPeer.Seen(Frame.GO_AWAY, 0, 0, Frame.PROTOCOL_ERROR));
  }

  @Test
  void anotherVersionEndsTheConnection() throws Exception {
    peer.bytes(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

    assertThat(reason()).contains("version 1");
  }

  @Test
  void aStreamCanBeOpenedOnlyOnce() throws Exception {
    opened(1);
    peer.frame(Frame.WINDOW_UPDATE, Frame.SYN, 1, 0);

    assertThat(reason()).contains("opened before");
  }

  @Test
  void streamsBeyondTheLimitAreResetAndPlacesAreGivenBack() throws Exception {
    MuxedStream first = opened(1);
    opened(3);
    opened(5);
    peer.frame(Frame.WINDOW_UPDATE, Frame.SYN, 7, 0);
    assertThat(peer.nextButPing())
        .isEqualTo(new RawPeer.Seen(Frame.WINDOW_UPDATE, Frame.RST, 7, 0));

    first.reset();
    assertThat(peer.nextButPing())
        .isEqualTo(new RawPeer.Seen(Frame.WINDOW_UPDATE, Frame.RST, 1, 0));
    opened(9);
  }

  @Test
  void framesForAStreamThatIsNoMoreAreIgnored() throws Exception {
    MuxedStream stream = opened(1);
    stream.reset();
    assertThat(peer.nextButPing())
        .isEqualTo(new RawPeer.Seen(Frame.WINDOW_UPDATE, Frame.RST, 1, 0));
    peer.data(0, 1, new byte[1_000]);
    peer.frame(Frame.WINDOW_UPDATE, 0, 1, 10);
    peer.frame(Frame.DATA, Frame.FIN, 1, 0);

    assertThat(opened(3)).isNotNull();
  }

  @Test
  void moreUnreadBytesThanAllowedResetTheStreamThatBringsThem() throws Exception {
    opened(1);
    MuxedStream second = opened(3);
    for (int i = 0; i < 4; i++) {
      peer.data(0, 1, new byte[WINDOW / 4]);
    }
    peer.data(0, 3, new byte[1]);

    assertThat(peer.nextButPing())
        .isEqualTo(new RawPeer.Seen(Frame.WINDOW_UPDATE, Frame.RST, 3, 0));
    assertThatThrownBy(() -> second.read(new byte[1], 0, 1))
        .isInstanceOf(StreamResetException.class);
  }

  @Test
  void nothingStaysReservedWhateverEndsAStream() throws Exception {
    MuxedStream reset = opened(1);
    MuxedStream closed = opened(3);
    MuxedStream read = opened(5);
    for (int id : new int[] {1, 3, 5}) {
      peer.data(0, id, new byte[2_000]);
      peer.data(0, id, new byte[10]);
    }
    read.readFully(new byte[2_010], 0, 2_010);
    reset.reset();
    closed.close();
    peer.data(0, 3, new byte[100]);
    peer.frame(Frame.PING, Frame.SYN, 0, 5);
    while (!peer.next().equals(new RawPeer.Seen(Frame.PING, Frame.ACK, 0, 5))) {
      // Until all was taken.
    }

    // What the session read before the streams ended may still be on its way to them.
    session.close();
    reason();
    assertThat(reserved.get()).isZero();
  }

  @Test
  void aClosedStreamIsResetWhenThePeerDoesNotEndItsSide() throws Exception {
    MuxedStream stream = opened(1);
    stream.close();

    assertThat(peer.nextButPing())
        .isEqualTo(new RawPeer.Seen(Frame.WINDOW_UPDATE, Frame.FIN, 1, 0));
    assertThat(peer.nextButPing())
        .isEqualTo(new RawPeer.Seen(Frame.WINDOW_UPDATE, Frame.RST, 1, 0));
    assertThat(session.openStreams()).isZero();
  }

  @Test
  void noMoreStreamsThanTheBacklogWaitForAcknowledgement() throws Exception {
    for (int i = 0; i < YamuxSession.MAX_UNACKNOWLEDGED; i++) {
      session.open(Duration.ofSeconds(1));
    }
    assertThatThrownBy(() -> session.open(Duration.ofMillis(20)))
        .isInstanceOf(SocketTimeoutException.class);

    peer.frame(Frame.WINDOW_UPDATE, Frame.ACK, 2, 0);
    assertThat(session.open(Duration.ofSeconds(10))).isNotNull();
  }

  @Test
  void whatArrivedCanBeReadAfterTheConnectionBroke() throws Exception {
    MuxedStream stream = opened(1);
    peer.data(0, 1, new byte[5]);
    raw.dialled().closeWrite();
    reason();

    stream.readFully(new byte[5], 0, 5);
    assertThatThrownBy(() -> stream.read(new byte[1], 0, 1))
        .isInstanceOf(ConnectionClosedException.class);
  }

  @Test
  void afterGoAwayNoStreamIsOpenedAndOpenOnesGoOn() throws Exception {
    MuxedStream stream = opened(1);
    peer.frame(Frame.GO_AWAY, 0, 0, Frame.NORMAL_TERMINATION);
    peer.data(0, 1, new byte[3]);
    stream.readFully(new byte[3], 0, 3);

    assertThatThrownBy(() -> session.open(Duration.ofSeconds(1)))
        .isInstanceOf(ConnectionClosedException.class);
  }

  @Test
  void aPeerThatPingsWithoutReadingLosesTheConnectionAndCostsLittle() throws Exception {
    Future<?> flood =
        threads.submit(() -> {
          for (int i = 0; i < 10_000_000; i++) {
            peer.frame(Frame.PING, Frame.SYN, 0, i);
          }
          return null;
        });

    assertThat(reason()).contains("faster than it reads");
    assertThatThrownBy(flood::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aSilentPeerIsGivenUp() throws Exception {
    YamuxSessionTest other = new YamuxSessionTest();
    other.start(new YamuxSettings(WINDOW, WINDOW, 3, Duration.ofMillis(20), Duration.ofSeconds(1)));

    assertThat(other.reason()).contains("silent");
    other.end();
  }

  @Test
  void everyCutOfAFrameEndsOnlyTheConnection() throws Exception {
    byte[] frame = new byte[Frame.HEADER_BYTES + 20];
    Frame.put(frame, 0, Frame.DATA, Frame.SYN, 1, 20);
    for (int cut = 1; cut < frame.length; cut++) {
      YamuxSessionTest each = new YamuxSessionTest();
      each.start();
      each.raw.dialled().write(frame, 0, cut);
      each.raw.dialled().closeWrite();
      assertThat(each.reason()).contains("broke");
      each.end();
    }
  }

  @Test
  void randomFramesNeverHangAndNeverReserveForGood() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      YamuxSessionTest each = new YamuxSessionTest();
      each.start();
      for (int i = 0; i < 30; i++) {
        int length = random.nextInt(200);
        try {
          each.peer.frame(random.nextInt(5), random.nextInt(16), random.nextInt(6), length);
          each.peer.bytes(new byte[random.nextInt(length + 1)]);
        } catch (IOException e) {
          // It has closed the connection already.
          break;
        }
      }
      each.raw.dialled().closeWrite();
      assertThat(each.reason()).as("seed %d", seed).isNotEmpty();
      each.accepted.forEach(MuxedStream::close);
      assertThat(each.reserved.get()).as("seed %d", seed).isZero();
      each.end();
    }
  }
}

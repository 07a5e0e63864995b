package dev.ggen.libp2p.mux;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ggen.libp2p.transport.Duplexes;
import dev.ggen.libp2p.transport.MuxedStream;
import dev.ggen.libp2p.transport.Timers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Whatever a peer sends, the session ends with it, and keeps none of it. */
class YamuxFuzzTest {
  @FuzzTest
  void anyBytesEndASessionThatKeepsNothing(byte[] content) throws Exception {
    AtomicInteger reserved = new AtomicInteger();
    Queue<MuxedStream> streams = new ConcurrentLinkedQueue<>();
    CompletableFuture<String> ended = new CompletableFuture<>();
    YamuxSettings settings =
        new YamuxSettings(1 << 20, 1 << 20, 4, Duration.ofMinutes(1), Duration.ofMinutes(1));
    try (Duplexes raw = Duplexes.create();
        Timers timers = new Timers("fuzz");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      YamuxSession.on(
              raw.accepted(), false, settings, budget(reserved), acceptor(streams, ended), timers)
          .start(threads);
      raw.dialled().write(content);
      raw.dialled().closeWrite();

      assertThat(ended.get(10, TimeUnit.SECONDS)).isNotEmpty();
      streams.forEach(MuxedStream::close);
      assertThat(reserved.get()).isZero();
    }
  }

  private static ReceiveBudget budget(AtomicInteger reserved) {
    return new ReceiveBudget() {
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
  }

  private static StreamAcceptor acceptor(
      Queue<MuxedStream> streams, CompletableFuture<String> ended) {
    return new StreamAcceptor() {
      @Override
      public boolean accept(MuxedStream stream) {
        return streams.add(stream);
      }

      @Override
      public void closed(String reason) {
        ended.complete(reason);
      }
    };
  }
}

package dev.ggen.registry.central;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WorkerTest {
  @Test
  void closingEndsAPauseAtOnceAndInterruptsNothing() throws Exception {
    AtomicReference<Worker> worker = new AtomicReference<>();
    CountDownLatch running = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    worker.set(
        new Worker(
            "test",
            () -> {
              running.countDown();
              worker.get().pause(Duration.ofDays(1));
              interrupted.complete(Thread.interrupted());
            }));
    worker.get().start();
    assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();

    worker.get().close();

    assertThat(interrupted.get(20, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void aWorkerThatNeverStartedIsClosed() {
    Worker worker = new Worker("test", () -> {});

    worker.close();

    assertThat(worker.stopping()).isTrue();
  }
}

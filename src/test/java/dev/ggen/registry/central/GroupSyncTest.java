package dev.ggen.registry.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class GroupSyncTest {
  private final AtomicInteger syncs = new AtomicInteger();

  @Test
  void oneSyncServesAllThatWaitedForTheOneBefore() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    GroupSync group =
        new GroupSync(() -> {
          if (syncs.incrementAndGet() == 1) {
            running.countDown();
            awaitOrFail(release);
          }
        });
    List<Thread> threads = new ArrayList<>();
    threads.add(Thread.ofPlatform().start(group::ensure));
    awaitOrFail(running);
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofPlatform().start(group::ensure));
    }
    for (Thread thread : threads.subList(1, threads.size())) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }

    release.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(syncs).hasValue(2);
  }

  @Test
  void afterAFailedSyncTheNextCallTriesAgain() {
    GroupSync group =
        new GroupSync(() -> {
          if (syncs.incrementAndGet() == 1) {
            throw new DataAccessResourceFailureException("disk full");
          }
        });

    assertThatThrownBy(group::ensure).isInstanceOf(DataAccessResourceFailureException.class);
    group.ensure();

    assertThat(syncs).hasValue(2);
  }

  private static void awaitOrFail(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

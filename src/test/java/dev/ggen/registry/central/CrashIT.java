package dev.ggen.registry.central;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.port.TestArchives;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Kills a real process with SIGKILL while clients publish, again and again on one data directory,
 * and looks whether everything that was acknowledged is there.
 */
class CrashIT {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 10);
  private static final int CLIENTS = 4;
  private static final int MIN_ACKNOWLEDGED = 5;
  private static final int MAX_MORE = 60;

  /** Several publishes long, so that the kill falls on any of their parts. */
  private static final Duration MAX_DELAY = Duration.ofMillis(60);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path directory;

  /** The SHA-256 of each archive that the service said it has, by name. */
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

  private final AtomicInteger numbers = new AtomicInteger();

  @Test
  void whatWasAcknowledgedSurvivesBeingKilled() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      try (ServiceProcess service = ServiceProcess.start(directory.resolve("data"))) {
        checkAll(service);
        publishUntilKilled(
            service,
            MIN_ACKNOWLEDGED + random.nextInt(MAX_MORE),
            random.nextLong(MAX_DELAY.toNanos()));
      }
    }
    try (ServiceProcess service = ServiceProcess.start(directory.resolve("data"))) {
      checkAll(service);
      assertThat(acknowledged.size()).isGreaterThan(ROUNDS * MIN_ACKNOWLEDGED - 1);
      System.out.printf(
          "%d kills, %d publishes acknowledged, none lost%n", ROUNDS, acknowledged.size());
    }
  }

  /** The moment of the kill is one of chance, from an acknowledgement to some publishes later. */
  private void publishUntilKilled(ServiceProcess service, int more, long delayNanos)
      throws Exception {
    int until = acknowledged.size() + more;
    CountDownLatch due = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> publishForEver(service, until, due)));
      }
      boolean reached = due.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      LockSupport.parkNanos(delayNanos);
      service.kill();
      for (Future<?> client : clients) {
        var _ = client.get();
      }
      assertThat(reached).as("publishes went on").isTrue();
    }
  }

  /** Publishes until the service is gone; whoever brings the count up to the mark says so. */
  private Void publishForEver(ServiceProcess service, int until, CountDownLatch due)
      throws InterruptedException {
    while (service.isAlive()) {
      String name = "crash-" + numbers.incrementAndGet();
      try {
        byte[] archive = TestArchives.archive(name, "1.0.0", name).readAllBytes();
        HttpResponse<String> answer = service.publish(archive);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        acknowledged.put(name, sha256(archive));
      } catch (IOException e) {
        // Killed before it answered: nothing was promised.
        continue;
      }
      if (acknowledged.size() >= until) {
        due.countDown();
      }
    }
    return null;
  }

  private void checkAll(ServiceProcess service) throws Exception {
    for (Map.Entry<String, String> one : new TreeMap<>(acknowledged).entrySet()) {
      byte[] stored = service.get("/packages/" + one.getKey() + "/1.0.0/archive");
      assertThat(sha256(stored)).as(one.getKey()).isEqualTo(one.getValue());
    }
    long newest = 0;
    long next = 0;
    do {
      JsonNode page = service.json("/changes?limit=1000&since=" + next);
      for (JsonNode change : page.get("changes")) {
        assertThat(change.get("sequence").asLong()).isEqualTo(++next);
      }
      newest = page.get("newest").asLong();
    } while (next < newest);
    assertThat(next).isGreaterThanOrEqualTo(acknowledged.size());
    if (!acknowledged.isEmpty()) {
      String name = new TreeMap<>(acknowledged).lastKey();
      service.awaitIndexed();
      assertThat(service.json("/search?q=" + name).get("hits").get(0).get("name").asString())
          .isEqualTo(name);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}

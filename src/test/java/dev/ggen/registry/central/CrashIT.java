package dev.ggen.registry.central;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.port.TestArchives;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
        publishUntilKilled(service, MIN_ACKNOWLEDGED + random.nextInt(MAX_MORE));
      }
    }
    try (ServiceProcess service = ServiceProcess.start(directory.resolve("data"))) {
      checkAll(service);
      assertThat(acknowledged.size()).isGreaterThan(ROUNDS * MIN_ACKNOWLEDGED - 1);
      System.out.printf(
          "%d kills, %d publishes acknowledged, none lost%n", ROUNDS, acknowledged.size());
    }
  }

  private void publishUntilKilled(ServiceProcess service, int more) throws InterruptedException {
    int until = acknowledged.size() + more;
    Thread[] clients = new Thread[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
      clients[i] = Thread.ofVirtual().start(() -> publishForEver(service, until));
    }
    for (Thread client : clients) {
      client.join();
    }
  }

  /** Publishes until the service is gone; whoever brings the count up to the mark kills it. */
  private void publishForEver(ServiceProcess service, int until) {
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
      } catch (InterruptedException e) {
        return;
      }
      if (acknowledged.size() >= until) {
        service.kill();
      }
    }
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

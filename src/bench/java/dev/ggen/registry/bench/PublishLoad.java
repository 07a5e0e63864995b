package dev.ggen.registry.bench;

import dev.ggen.registry.port.TestArchives;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Publishes many small packages over REST from four clients and prints how fast. Arguments: base
 * address, file with a token, first and last number of the packages, seed.
 */
public final class PublishLoad {
  private static final int CLIENTS = 4;
  private static final String[] WORDS =
      ("api async auth backup banking billing cache chart cli cloud codec color config crypto csv"
           + " data date deploy diff email event export fast feed file form fuzzy geo graph grid"
           + " hash health http image import index invoice json kernel lambda ledger lint log map"
           + " mail markdown math media merge mesh metric mock model money mqtt news node notes"
           + " oauth order parser patch payment pdf pipe plot pool print proxy query queue rate"
           + " react report retry route rust sax schema search secure semver shop signal sms socket"
           + " sort spell sql stream table tag task test text theme time token tool trace tree type"
           + " ui unit upload url uuid vault vector video view watch web widget workflow xml yaml"
           + " zip")
          .split(" ");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI target;
  private final String token;

  private PublishLoad(URI target, String token) {
    this.target = target;
    this.token = token;
  }

  /** Runs the load. */
  public static void main(String[] args) throws Exception {
    PublishLoad load =
        new PublishLoad(
            URI.create(args[0] + "/api/v1/packages"), Files.readString(Path.of(args[1])).strip());
    load.run(Integer.parseInt(args[2]), Integer.parseInt(args[3]), Long.parseLong(args[4]));
  }

  private void run(int first, int last, long seed) throws Exception {
    AtomicInteger next = new AtomicInteger(first);
    long[] nanos = new long[last - first];
    long start = System.nanoTime();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(clients.submit(() -> client(next, first, last, seed, nanos)));
      }
      for (Future<?> client : running) {
        client.get();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        "published %d in %.1f s: %.0f/s, p50 %.1f ms, p99 %.1f ms (seed %d)%n",
        nanos.length,
        seconds,
        nanos.length / seconds,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        seed);
  }

  private void client(AtomicInteger next, int first, int last, long seed, long[] nanos) {
    for (int i = next.getAndIncrement(); i < last; i = next.getAndIncrement()) {
      byte[] archive = archive(i, new Random(seed + i));
      long before = System.nanoTime();
      publish(archive);
      nanos[i - first] = System.nanoTime() - before;
    }
  }

  private void publish(byte[] archive) {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(archive))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] archive(int number, Random random) {
    String name = word(random) + "-" + word(random) + "-" + number;
    String manifest =
        """
        [package]
        name = "%s"
        version = "%d.%d.%d"
        description = "A %s for %s and %s with %s and %s"
        category = "%s"
        tags = ["%s", "%s"]
        license = "MIT"
        """
            .formatted(
                name,
                random.nextInt(4),
                random.nextInt(10),
                random.nextInt(10),
                word(random),
                word(random),
                word(random),
                word(random),
                word(random),
                WORDS[random.nextInt(12)],
                word(random),
                word(random));
    return TestArchives.tgz("package.toml", manifest, "src/main.txt", name.repeat(20));
  }

  private static String word(Random random) {
    return WORDS[random.nextInt(WORDS.length)];
  }
}

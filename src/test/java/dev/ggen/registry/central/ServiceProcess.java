package dev.ggen.registry.central;

import dev.ggen.registry.ServiceLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged service as a process of its own, on a free port. */
final class ServiceProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_POLLS = 600;

  private final Process process;
  private final URI base;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ServiceProcess(Process process, URI base, String token) {
    this.process = process;
    this.base = base;
    this.token = token;
  }

  /** Starts it on a data directory and waits until it serves. */
  static ServiceProcess start(Path data, String... jvmOptions) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of(jvmOptions));
    command.addAll(
        List.of(
            "-jar",
            System.getProperty("registry.jar"),
            "--server.port=0",
            "--registry.data-dir=" + data));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String base = ServiceLog.awaitAddress(process, START_TIMEOUT);
    String token = Files.readString(data.resolve("admin-token")).strip();
    return new ServiceProcess(process, URI.create(base + "/api/v1"), token);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() {
    process.destroyForcibly();
  }

  HttpResponse<String> publish(byte[] archive) throws IOException, InterruptedException {
    return http.send(
        request("/packages")
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(archive))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  byte[] get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(get(path));
  }

  /** Waits until search shows every change. */
  void awaitIndexed() throws IOException, InterruptedException {
    for (int i = 0; i < MAX_POLLS; i++) {
      JsonNode status = json("/status");
      if (status.get("indexedSequence").asLong() >= status.get("sequence").asLong()) {
        return;
      }
    }
    throw new AssertionError("The search index does not catch up");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_TIMEOUT);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

package dev.ggen.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Starts the service in a scratch directory and asks it for the common things once, so that the JVM
 * can record what that takes (JEP 514, JEP 515) and do it quicker from then on. The launcher calls
 * it.
 */
public final class StartRehearsal {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> QUESTIONS =
      List.of(
          "/actuator/health/readiness",
          "/api/v1/search?q=rehearsal",
          "/api/v1/packages/rehearsal/1.0.0",
          "/actuator/prometheus");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;

  private StartRehearsal(int port) {
    base = "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port;
  }

  /**
   * Rehearses, and ends the process with 0.
   *
   * @param arguments one: the scratch directory, which its owner removes
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path data = Path.of(arguments[0]);
    int port = freePort();
    HybridRegistryApplication.main(
        new String[] {
          "--registry.data-dir=" + data, "--server.address=127.0.0.1", "--server.port=" + port
        });
    new StartRehearsal(port).ask();
    System.exit(0);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void ask() throws IOException, InterruptedException {
    for (String question : QUESTIONS) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(base + question)).timeout(PATIENCE).build();
      http.send(request, BodyHandlers.discarding());
    }
  }
}

package dev.ggen.registry.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ggen.registry.api.ProblemDocument;
import dev.ggen.registry.port.InMemoryRegistry;
import dev.ggen.registry.port.TokenScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service over a registry in memory, on a free port of this machine, and a client of it. */
public final class RunningService implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final @Nullable Path data;
  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningService(@Nullable Path data, ConfigurableApplicationContext context) {
    this.data = data;
    this.context = context;
  }

  private static final class Shared {
    static final RunningService SERVICE = start();
  }

  /** One service with default settings for all tests that can share it; ends with the process. */
  public static RunningService shared() {
    return Shared.SERVICE;
  }

  /** A service of one's own, with settings such as {@code --registry.feed.max-readers=1}. */
  public static RunningService start(String... settings) {
    try {
      Path data = Files.createTempDirectory("registry-test");
      return new RunningService(data, run(InMemoryService.class, data, settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another application, with a directory that stays when it is closed. */
  public static RunningService start(Class<?> application, Path directory, String... settings) {
    return new RunningService(null, run(application, directory, settings));
  }

  /** Runs an application in a data directory. */
  public static ConfigurableApplicationContext run(
      Class<?> application, Path data, String... settings) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--server.port=0");
    arguments.add("--server.address=127.0.0.1");
    if (Stream.of(settings).noneMatch(setting -> setting.startsWith("--registry.data-dir="))) {
      arguments.add("--registry.data-dir=" + data.resolve("data"));
    }
    if (application == InMemoryService.class) {
      // It has no database, whose health the groups name.
      arguments.add("--management.endpoint.health.validate-group-membership=false");
    }
    arguments.addAll(List.of(settings));
    SpringApplication spring = new SpringApplication(application);
    spring.setRegisterShutdownHook(false);
    return spring.run(arguments.toArray(String[]::new));
  }

  @Override
  public void close() {
    context.close();
    try {
      // Does nothing if there is none of our own.
      FileSystemUtils.deleteRecursively(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ConfigurableApplicationContext context() {
    return context;
  }

  public InMemoryRegistry registry() {
    return context.getBean(InMemoryRegistry.class);
  }

  public int port() {
    return ((WebServerApplicationContext) context).getWebServer().getPort();
  }

  /** The secret of a new token. */
  public String token(String user, TokenScope... scopes) {
    return registry().tokens().secretOf(user, scopes);
  }

  /** A request of a path behind {@code /}, which may begin with a whole path. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(PATIENCE);
  }

  /** A request with a token. */
  public HttpRequest.Builder request(String path, String token) {
    return request(path).header("Authorization", "Bearer " + token);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  public <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return client.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public HttpResponse<String> get(String path) {
    return send(request(path));
  }

  /** Publishes by a raw body. */
  public HttpResponse<String> publish(String token, byte[] archive) {
    return send(
        request("/api/v1/packages", token)
            .header("Content-Type", "application/gzip")
            .POST(BodyPublishers.ofByteArray(archive)));
  }

  public HttpResponse<String> sendJson(String method, String path, String token, String json) {
    BodyPublisher body = BodyPublishers.ofString(json);
    return send(
        request(path, token).header("Content-Type", "application/json").method(method, body));
  }

  /** What the server answers, until it closes, to lines that no client would send. */
  public String raw(String... lines) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(UTF_8));
      socket.getOutputStream().flush();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode json(HttpResponse<String> response) {
    return MAPPER.readTree(response.body());
  }

  public static <T> T json(HttpResponse<String> response, Class<T> type) {
    return MAPPER.readValue(response.body(), type);
  }

  public static ProblemDocument problem(HttpResponse<String> response) {
    return json(response, ProblemDocument.class);
  }
}

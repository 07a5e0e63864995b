package dev.ggen.registry.cli.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ggen.registry.api.OverviewDocument;
import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.api.ProblemDocument;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A registry that says what a test wants, and remembers what it was asked. */
public final class StubRegistry implements AutoCloseable {
  /** What goes wrong when an archive is sent. */
  public enum Fault {
    /** Other bytes of the same length. */
    OTHER_BYTES,
    /** One byte too many. */
    TOO_LONG,
    /** One byte too few, properly ended. */
    TOO_SHORT,
    /** The connection breaks in the middle, once. */
    BREAKS_ONCE,
    /** The connection breaks in the middle, each time, one byte further. */
    BREAKS_ALWAYS,
    /** 503 once. */
    BUSY_ONCE,
    /** 500. */
    FAILS
  }

  /**
   * A request.
   *
   * @param method method
   * @param path path and query, as sent
   * @param token the Authorization header, or null
   * @param range the Range header, or null
   * @param body the body as text
   */
  public record Asked(
      String method, String path, @Nullable String token, @Nullable String range, String body) {}

  /**
   * An answer.
   *
   * @param status status
   * @param json body
   */
  public record Answer(int status, String json) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> archives = new ConcurrentHashMap<>();
  private final Map<String, List<PackageDocument>> packages = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, String> redirects = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  public StubRegistry() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public RegistryAddress address() {
    return RegistryAddress.of(url());
  }

  /** A client without patience. */
  public RegistryClient client() {
    return new RegistryClient(
        new RegistryRequests(
            address(),
            new TokenUse(address(), Optional::empty, false),
            new RetryPolicy(List.of(java.time.Duration.ZERO, java.time.Duration.ZERO)),
            java.time.Duration.ofSeconds(20)));
  }

  /** Adds a version; dependencies as {@code name:range}. */
  public PackageDocument add(String name, String version, String content, String... dependencies) {
    return addMarked(name, version, content, null, null, dependencies);
  }

  /** Adds a version with marks. */
  public PackageDocument addMarked(
      String name,
      String version,
      String content,
      @Nullable String yanked,
      @Nullable String deprecated,
      String... dependencies) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Map<String, String> wishes = new LinkedHashMap<>();
    for (String dependency : dependencies) {
      int colon = dependency.indexOf(':');
      wishes.put(dependency.substring(0, colon), dependency.substring(colon + 1));
    }
    ArchiveFacts facts = facts(bytes);
    String path = PackageDocument.archivePath(new PackageName(name), Version.of(version));
    PackageDocument document =
        new PackageDocument(
            name,
            version,
            "About " + name,
            "tools",
            List.of(),
            List.of(),
            List.of(),
            "MIT",
            null,
            null,
            wishes,
            null,
            facts.sha512().integrity(),
            facts.sha256().hex(),
            bytes.length,
            Instant.parse("2026-01-01T00:00:00Z"),
            "admin",
            1,
            yanked,
            deprecated,
            path);
    archives.put(path, bytes);
    List<PackageDocument> all = new ArrayList<>(packages.getOrDefault(name, List.of()));
    all.removeIf(each -> each.version().equals(version));
    all.add(document);
    all.sort(Comparator.comparing((PackageDocument each) -> Version.of(each.version())).reversed());
    packages.put(name, List.copyOf(all));
    tags.computeIfAbsent(name, each -> new ConcurrentHashMap<>())
        .put("latest", all.getFirst().version());
    return document;
  }

  public static ArchiveFacts facts(byte[] bytes) {
    try {
      return new ArchiveFacts(
          Digest.of(Digest.Algorithm.SHA256, MessageDigest.getInstance("SHA-256").digest(bytes)),
          Digest.of(Digest.Algorithm.SHA512, MessageDigest.getInstance("SHA-512").digest(bytes)),
          bytes.length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes the archive of a version arrive badly. */
  public void fault(PackageDocument document, Fault fault) {
    faults.put(document.archive(), fault);
  }

  /** Answers a method and path, query included, in a certain way. */
  public void answer(String methodAndPath, int status, String json) {
    answers.put(methodAndPath, new Answer(status, json));
  }

  public void answer(String methodAndPath, int status, Object document) {
    answer(methodAndPath, status, Documents.write(document));
  }

  public void redirect(String path, String location) {
    redirects.put(path, location);
  }

  /** What it was asked, in order. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  public void forget() {
    asked.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().toString();
      asked.add(
          new Asked(
              method,
              path,
              exchange.getRequestHeaders().getFirst("Authorization"),
              exchange.getRequestHeaders().getFirst("Range"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      Answer answer = answers.get(method + " " + path);
      if (redirects.containsKey(path)) {
        exchange.getResponseHeaders().set("Location", redirects.get(path));
        exchange.sendResponseHeaders(302, -1);
      } else if (answer != null) {
        send(exchange, answer.status(), answer.json());
      } else if (archives.containsKey(path)) {
        sendArchive(exchange, path, archives.get(path));
      } else {
        sendOverview(exchange, path);
      }
    }
  }

  private void sendOverview(HttpExchange exchange, String path) throws IOException {
    String name = path.startsWith("/api/v1/packages/") ? path.substring(17) : "?";
    if (packages.containsKey(name)) {
      OverviewDocument overview =
          new OverviewDocument(name, tags.get(name), List.of("admin"), 0, 1, packages.get(name));
      send(exchange, 200, Documents.write(overview));
    } else {
      send(exchange, 404, problem(404, "package-not-found", "There is no package '" + name + "'."));
    }
  }

  public static String problem(int status, String code, String detail) {
    return Documents.write(
        new ProblemDocument(
            "urn:ggen:problem:" + code, code, status, detail, null, "request-1", List.of()));
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void sendArchive(HttpExchange exchange, String path, byte[] whole) throws IOException {
    int from = from(exchange);
    byte[] bytes = Arrays.copyOfRange(whole, from, whole.length);
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, whole.length - 1, whole.length));
    }
    int status = from > 0 ? 206 : 200;
    Fault fault = faults.get(path);
    if (fault == null) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
      return;
    }
    switch (fault) {
      case OTHER_BYTES -> {
        bytes[bytes.length - 1] ^= 1;
        sendRaw(exchange, status, bytes);
      }
      case TOO_LONG -> sendRaw(exchange, status, Arrays.copyOf(bytes, bytes.length + 1));
      case TOO_SHORT -> sendRaw(exchange, status, Arrays.copyOf(bytes, bytes.length - 1));
      case BREAKS_ONCE -> {
        faults.remove(path);
        breakAfter(exchange, status, bytes, bytes.length / 2);
      }
      case BREAKS_ALWAYS -> breakAfter(exchange, status, bytes, 1);
      case BUSY_ONCE -> {
        faults.remove(path);
        send(exchange, 503, problem(503, "unavailable", "Busy."));
      }
      case FAILS -> send(exchange, 500, problem(500, "internal", "Something broke."));
    }
  }

  private static int from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
  }

  private static void sendRaw(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void breakAfter(HttpExchange exchange, int status, byte[] bytes, int count)
      throws IOException {
    exchange.sendResponseHeaders(status, bytes.length);
    OutputStream body = exchange.getResponseBody();
    body.write(bytes, 0, count);
    body.flush();
    throw new IOException("broken on purpose");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}

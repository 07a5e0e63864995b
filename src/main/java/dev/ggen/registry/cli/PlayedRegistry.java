package dev.ggen.registry.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ggen.registry.api.OverviewDocument;
import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.api.ProblemDocument;
import dev.ggen.registry.api.PublishDocument;
import dev.ggen.registry.api.SearchDocument;
import dev.ggen.registry.api.StatusDocument;
import dev.ggen.registry.cli.install.ArchiveCheck;
import dev.ggen.registry.cli.remote.Documents;
import dev.ggen.registry.model.ArchiveFacts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A registry of one package, played for {@link Rehearsal}; answers on this machine only. */
final class PlayedRegistry implements AutoCloseable {
  private static final String NAME = "rehearsal";
  private static final String PACKAGE = "/api/v1/packages/" + NAME;
  private static final String ARCHIVE = PACKAGE + "/1.0.0/archive";

  private final HttpServer server;
  private final Path archive;

  /**
   * @param archive where it keeps what is published
   */
  PlayedRegistry(Path archive) throws IOException {
    this.archive = archive;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("POST")) {
        Files.copy(exchange.getRequestBody(), archive, StandardCopyOption.REPLACE_EXISTING);
        send(exchange, 201, new PublishDocument(true, List.of(), version()));
      } else if (path.equals(ARCHIVE)) {
        send(exchange, 200, Files.readAllBytes(archive));
      } else {
        Object document = document(path);
        send(exchange, document instanceof ProblemDocument ? 404 : 200, document);
      }
    }
  }

  private Object document(String path) throws IOException {
    return switch (path) {
      case "/api/v1/search" -> search();
      case "/api/v1/status" -> new StatusDocument("1", "central", 1, 1, 1, 1, 1, 1);
      case PACKAGE ->
          new OverviewDocument(
              NAME, Map.of("latest", "1.0.0"), List.of("me"), 1, 1, List.of(version()));
      case PACKAGE + "/latest" -> version();
      default ->
          new ProblemDocument(
              "urn:ggen:problem:package-not-found", "No", 404, "No.", path, "1", List.of());
    };
  }

  private static SearchDocument search() {
    SearchDocument.Hit hit =
        new SearchDocument.Hit(
            NAME, "1.0.0", "About", "tools", List.of(), null, "me", Instant.EPOCH, null, 1);
    return new SearchDocument(1, "central", 1, List.of(hit), Map.of());
  }

  private PackageDocument version() throws IOException {
    ArchiveFacts facts = ArchiveCheck.factsOf(archive);
    return new PackageDocument(
        NAME,
        "1.0.0",
        "About",
        "tools",
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        null,
        Map.of(),
        null,
        facts.sha512().integrity(),
        facts.sha256().hex(),
        facts.sizeBytes(),
        Instant.EPOCH,
        "me",
        1,
        null,
        null,
        ARCHIVE);
  }

  private static void send(HttpExchange exchange, int status, Object document) throws IOException {
    send(exchange, status, Documents.write(document).getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

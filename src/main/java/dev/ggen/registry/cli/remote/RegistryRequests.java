package dev.ggen.registry.cli.remote;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests with a token where that is safe: over TLS, or to this machine. Thread-safe. */
public final class RegistryRequests {
  /** How long to wait for an answer, and for each further part of it; slow disks need seconds. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/.+");

  private final RegistryAddress address;
  private final TokenUse token;
  private final RetryPolicy retries;
  private final HttpExchange exchange;
  private final AnswerReader reader;

  /**
   * @param address the registry
   * @param token what to send with requests
   * @param retries when to try reading again
   * @param patience how long to wait for an answer, and for each further part of it
   */
  public RegistryRequests(
      RegistryAddress address, TokenUse token, RetryPolicy retries, Duration patience) {
    this.address = address;
    this.token = token;
    this.retries = retries;
    this.exchange = new HttpExchange(address, patience);
    this.reader = new AnswerReader(address);
  }

  RegistryAddress address() {
    return address;
  }

  <T> T get(String path, Class<T> type) {
    HttpRequest request = withToken(request(path), token.forReading()).GET().build();
    return retries.call(() -> reader.document(exchange.send(request), type));
  }

  <T> T getWithToken(String path, Class<T> type) {
    HttpRequest request = withToken(request(path), token.forWriting(address)).GET().build();
    return retries.call(() -> reader.document(exchange.send(request), type));
  }

  <T> T change(String method, String path, @Nullable Object body, Class<T> type) {
    return reader.document(exchange.send(changing(method, path, body)), type);
  }

  /** A change that is answered without a document, or with one that nobody needs. */
  void change(String method, String path, @Nullable Object body) {
    HttpResponse<InputStream> response = exchange.send(changing(method, path, body));
    try {
      if (response.statusCode() / 100 != 2) {
        throw reader.refusal(response.statusCode(), response.body());
      }
    } finally {
      HttpExchange.close(response);
    }
  }

  private HttpRequest changing(String method, String path, @Nullable Object body) {
    HttpRequest.Builder builder = withToken(request(path), token.forWriting(address));
    if (body == null) {
      return builder.method(method, HttpRequest.BodyPublishers.noBody()).build();
    }
    return builder
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofByteArray(Documents.bytes(body)))
        .build();
  }

  <T> T upload(String path, Path file, TransferListener listener, Class<T> type)
      throws FileNotFoundException {
    UploadBody body = new UploadBody(file, listener);
    HttpRequest request =
        withToken(request(path), token.forWriting(address))
            .header("Content-Type", "application/gzip")
            .POST(body.publisher())
            .build();
    return reader.document(exchange.send(request, body.lastMove()), type);
  }

  Download download(String path, long offset) {
    HttpRequest.Builder builder =
        withToken(request(path), token.forReading()).setHeader("Accept", "application/gzip, */*");
    if (offset > 0) {
      builder.header("Range", "bytes=%d-".formatted(offset));
    }
    HttpResponse<InputStream> response = exchange.send(builder.GET().build());
    return switch (response.statusCode()) {
      case 200 -> new Download(0, response.body());
      case 206 -> new Download(start(response), response.body());
      case 416 -> {
        HttpExchange.close(response);
        yield download(path, 0);
      }
      default -> {
        try {
          throw reader.refusal(response.statusCode(), response.body());
        } finally {
          HttpExchange.close(response);
        }
      }
    };
  }

  private long start(HttpResponse<InputStream> response) {
    String range = response.headers().firstValue("Content-Range").orElse("");
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches()) {
      HttpExchange.close(response);
      throw new RemoteException.NotUnderstood(
          "%s sent a part of an archive without saying which.".formatted(address), null);
    }
    return Long.parseLong(matcher.group(1));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.at(path))
        .header("Accept", "application/json, application/problem+json")
        .header("User-Agent", "ggen");
  }

  private static HttpRequest.Builder withToken(HttpRequest.Builder builder, Optional<Token> token) {
    token.ifPresent(given -> builder.header("Authorization", "Bearer " + given.secret()));
    return builder;
  }

  /** A text as part of a path or query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

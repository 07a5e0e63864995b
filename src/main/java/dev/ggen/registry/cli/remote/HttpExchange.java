package dev.ggen.registry.cli.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends requests to one registry and follows redirects that stay there. Every wait has an end.
 * Thread-safe; the JDK's client is made at the first request.
 */
final class HttpExchange {
  /** How long a connection may take: a reachable server needs a tenth of it. */
  static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);

  /** The most redirects of one request; a registry needs none or one. */
  static final int MAX_REDIRECTS = 3;

  private final RegistryAddress address;
  private final Duration patience;
  private final Lazy<HttpClient> client;

  /**
   * @param address the registry
   * @param patience how long to wait for an answer to begin, and for each part of it
   */
  HttpExchange(RegistryAddress address, Duration patience) {
    this.address = address;
    this.patience = patience;
    this.client = new Lazy<>(() -> client(address));
  }

  private static HttpClient client(RegistryAddress address) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_PATIENCE);
    return address.isEncrypted() ? builder.build() : builder.sslContext(new NoTls()).build();
  }

  /** Sends a request whose body is small or absent. */
  HttpResponse<InputStream> send(HttpRequest request) {
    AtomicLong lastMove = new AtomicLong(System.nanoTime());
    return send(request, lastMove);
  }

  /**
   * Sends a request whose body may take long.
   *
   * @param lastMove when a byte of the body was last taken; the patience counts from there
   */
  HttpResponse<InputStream> send(HttpRequest request, AtomicLong lastMove) {
    HttpRequest next = request;
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      HttpResponse<InputStream> response = once(next, lastMove);
      if (!isRedirect(response.statusCode()) || !next.method().equals("GET")) {
        return response;
      }
      close(response);
      next = redirected(next, response);
    }
    throw new RemoteException.NotUnderstood(
        "%s redirects more than %d times.".formatted(address, MAX_REDIRECTS), null);
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private HttpRequest redirected(HttpRequest request, HttpResponse<InputStream> response) {
    String location = response.headers().firstValue("Location").orElse("");
    URI target;
    try {
      target = request.uri().resolve(location);
    } catch (IllegalArgumentException e) {
      throw new RemoteException.NotUnderstood(
          address + " redirects to something that is no address.", e);
    }
    if (location.isEmpty() || target.getHost() == null || !address.isOriginOf(target)) {
      throw new RemoteException.NotUnderstood(
          "%s redirects to '%s'. Redirects to other servers are not followed; if you trust it, name it with --registry."
              .formatted(address, location),
          null);
    }
    return HttpRequest.newBuilder(request, (name, value) -> true).uri(target).build();
  }

  private HttpResponse<InputStream> once(HttpRequest request, AtomicLong lastMove) {
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.get().sendAsync(request, info -> new ReceivedBody(patience));
    try {
      return await(answer, lastMove);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteException.Unreachable("Interrupted.", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } finally {
      answer.cancel(true); // does nothing to an answer that is there
    }
  }

  private HttpResponse<InputStream> await(
      CompletableFuture<HttpResponse<InputStream>> answer, AtomicLong lastMove)
      throws InterruptedException, ExecutionException {
    long left = patience.toNanos();
    while (left > 0) {
      try {
        return answer.get(left, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        left = patience.toNanos() - (System.nanoTime() - lastMove.get());
      }
    }
    throw new RemoteException.Unreachable(
        "%s did not answer within %d seconds.".formatted(address, patience.toSeconds()),
        new TimeoutException());
  }

  private RemoteException failure(Throwable cause) {
    if (cause instanceof ConnectException || cause instanceof UnresolvedAddressException) {
      return new RemoteException.Unreachable(noneRunning(), cause);
    }
    if (cause instanceof IOException) {
      String why =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      return new RemoteException.Unreachable(
          "The connection to %s broke: %s".formatted(address, why), cause);
    }
    throw new IllegalStateException("The HTTP client failed.", cause);
  }

  private String noneRunning() {
    String head = "No registry answers at %s.".formatted(address);
    return address.isLoopback()
        ? head + " Start one with: ggen p2p start"
        : head + " Check the address (--registry or GGEN_REGISTRY) and the network.";
  }

  static void close(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new IllegalStateException("Closing a body does no I/O.", e);
    }
  }
}

package dev.ggen.registry.web;

import static dev.ggen.registry.web.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ggen.registry.api.ChangesDocument;
import dev.ggen.registry.port.TextArchive;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.web.problem.ProblemCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FeedTest {
  private static final String CHANGES = "/api/v1/changes";

  private final RunningService service =
      RunningService.start("--registry.feed.max-readers=2", "--registry.feed.heartbeat=200ms");
  private final String token = service.token("ada", TokenScope.ADMIN);

  @AfterEach
  void stop() {
    service.close();
  }

  private void publish(String version) {
    assertThat(service.publish(token, TextArchive.of("f", version)).statusCode()).isEqualTo(201);
  }

  private ChangesDocument changes(String query) {
    return RunningService.json(service.get(CHANGES + query), ChangesDocument.class);
  }

  /** A stream of events; closing it ends it. */
  private final class Events implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    Events(String path, String... headers) {
      var request = service.request(path).header("Accept", "text/event-stream");
      for (int i = 0; i < headers.length; i += 2) {
        request.header(headers[i], headers[i + 1]);
      }
      response = service.send(request, BodyHandlers.ofInputStream());
      lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The next line that begins so; null if the stream ends. */
    String next(String prefix) throws IOException {
      String line = lines.readLine();
      while (line != null && !line.startsWith(prefix)) {
        line = lines.readLine();
      }
      return line;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  @Test
  void changesComeInOrderAndInParts() {
    publish("1.0.0");
    publish("1.1.0");
    service.send(service.request("/api/v1/packages/f/1.0.0", token).DELETE());
    ChangesDocument first = changes("?limit=2");
    assertThat(first.changes()).extracting(ChangesDocument.Entry::sequence).containsExactly(1L, 2L);
    assertThat(first.next()).isEqualTo(2);
    assertThat(first.newest()).isEqualTo(3);
    ChangesDocument rest = changes("?since=2");
    assertThat(rest.changes()).extracting(ChangesDocument.Entry::type).containsExactly("yanked");
    assertThat(changes("?since=3").changes()).isEmpty();
    assertThat(changes("?since=3").next()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=1000,200",
    "limit=1001,400",
    "limit=1,200",
    "limit=0,400",
    "wait=60&limit=1,200",
    "wait=61,400",
    "wait=-1,400",
    "since=-1,400",
    "since=x,400"
  })
  void parametersHaveLimits(String query, int status) {
    publish("1.0.0");
    assertThat(service.get(CHANGES + "?" + query).statusCode()).isEqualTo(status);
  }

  @Test
  void aWaitingReaderWakesAtAChange() {
    CompletableFuture<ChangesDocument> waiting =
        CompletableFuture.supplyAsync(() -> changes("?wait=60"), Thread::startVirtualThread);
    publish("1.0.0");
    assertThat(waiting.join().changes()).hasSize(1);
  }

  @Test
  void aWaitEndsWithoutAChange() {
    long start = System.nanoTime();
    assertThat(changes("?wait=1").changes()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(15));
  }

  @Test
  void aStreamBeginsWhereItIsAskedToAndFollows() throws IOException {
    publish("1.0.0");
    publish("1.1.0");
    try (Events events = new Events(CHANGES + "?since=1")) {
      assertThat(events.response.headers().firstValue("Content-Type"))
          .hasValue("text/event-stream;charset=UTF-8");
      assertThat(events.next("id:")).isEqualTo("id: 2");
      assertThat(events.next("event:")).isEqualTo("event: published");
      assertThat(events.next("data:")).contains("\"version\":\"1.1.0\"");
      publish("1.2.0");
      assertThat(events.next("id:")).isEqualTo("id: 3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CHANGES, "/api/v1/events"})
  void aStreamResumesBehindTheLastEvent(String path) throws IOException {
    publish("1.0.0");
    publish("1.1.0");
    try (Events events = new Events(path, "Last-Event-ID", "1")) {
      assertThat(events.next("id:")).isEqualTo("id: 2");
    }
  }

  @Test
  void eventsBeginNow() throws IOException {
    publish("1.0.0");
    try (Events events = new Events("/api/v1/events")) {
      assertThat(events.next(":")).isEqualTo(": every change after 1");
      publish("1.1.0");
      assertThat(events.next("id:")).isEqualTo("id: 2");
    }
  }

  @Test
  void aSilentStreamShowsThatItLives() throws IOException {
    try (Events events = new Events(CHANGES)) {
      assertThat(events.next(": alive")).isNotNull();
      assertThat(events.next(": alive")).isNotNull();
    }
  }

  @Test
  void aBadLastEventIsRefused() {
    HttpResponse<String> response =
        service.send(
            service
                .request("/api/v1/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", "x"));
    assertProblem(response, ProblemCode.INVALID_REQUEST);
  }

  @Test
  void onlySoManyReadersMayWait() throws IOException {
    try (Events staying = new Events(CHANGES)) {
      try (Events _ = new Events("/api/v1/events")) {
        HttpResponse<String> third = service.get(CHANGES + "?wait=1");
        assertProblem(third, ProblemCode.TOO_MANY_READERS);
        assertThat(third.headers().firstValue("Retry-After")).isPresent();
        assertThat(service.get(CHANGES).statusCode()).isEqualTo(200);
      }
      assertPlaceIsGivenBack(staying);
    }
  }

  /** A reader's leaving shows when a sign of life can't be sent; those of another are the clock. */
  private void assertPlaceIsGivenBack(Events clock) throws IOException {
    int status = 429;
    for (int i = 0; i < 100 && status == 429; i++) {
      assertThat(clock.next(": alive")).isNotNull();
      status = service.get(CHANGES + "?wait=1").statusCode();
    }
    assertThat(status).isEqualTo(200);
  }

  @Test
  void readersLeaveWhenTheServiceStops() throws IOException {
    try (Events events = new Events(CHANGES)) {
      CompletableFuture<ChangesDocument> waiting =
          CompletableFuture.supplyAsync(() -> changes("?wait=60"), Thread::startVirtualThread);
      FeedReaders readers = service.context().getBean(FeedReaders.class);
      await().until(() -> readers.freePlaces() == 0);
      long start = System.nanoTime();
      service.context().close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(events.next("nothing more")).isNull();
      assertThat(waiting.join().changes()).isEmpty();
    }
  }
}

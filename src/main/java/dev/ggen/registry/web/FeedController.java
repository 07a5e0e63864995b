package dev.ggen.registry.web;

import dev.ggen.registry.api.ChangesDocument;
import dev.ggen.registry.model.Change;
import dev.ggen.registry.port.ChangeFeed;
import dev.ggen.registry.web.problem.Fails;
import dev.ggen.registry.web.problem.ProblemCode;
import dev.ggen.registry.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells what has changed. */
@RestController
@Tag(name = "changes")
final class FeedController {
  /** The longest that a reader may be kept waiting; proxies cut connections after a minute. */
  static final int MAX_WAIT_SECONDS = 60;

  private final ChangeFeed feed;
  private final FeedReaders readers;
  private final EventStream stream;

  FeedController(ChangeFeed feed, FeedReaders readers, EventStream stream) {
    this.feed = feed;
    this.readers = readers;
    this.stream = stream;
  }

  @Operation(
      summary = "Every change after one",
      description =
          "All changes since the first, in order and without gaps, for ever. Ask again with `since`"
              + " = `next`. With `wait` the answer comes when there is a change. With `Accept:"
              + " text/event-stream` the changes come as server-sent events instead, whose ids are"
              + " the sequences; `Last-Event-ID` resumes.")
  @Fails(ProblemCode.TOO_MANY_READERS)
  @GetMapping(path = "/api/v1/changes", produces = "application/json")
  ChangesDocument changes(
      @Parameter(description = "The last sequence that you know") @RequestParam(defaultValue = "0")
          long since,
      @Parameter(description = "Changes of an answer, 1 to 1000")
          @RequestParam(defaultValue = "100")
          int limit,
      @Parameter(description = "Seconds to wait for a change, 0 to 60")
          @RequestParam(defaultValue = "0")
          int wait,
      HttpServletResponse response) {
    requireBetween(0, Long.MAX_VALUE, since, "since");
    requireBetween(1, ChangeFeed.MAX_LIMIT, limit, "limit");
    requireBetween(0, MAX_WAIT_SECONDS, wait, "wait");
    response.setHeader("Cache-Control", "no-cache");
    List<Change> changes = feed.changesSince(since, limit);
    if (changes.isEmpty() && wait > 0) {
      try (FeedReaders.Place _ = readers.enter()) {
        readers.await(since, Duration.ofSeconds(wait));
      }
      changes = feed.changesSince(since, limit);
    }
    return new ChangesDocument(
        changes.stream().map(ChangesDocument.Entry::of).toList(),
        changes.isEmpty() ? since : changes.getLast().sequence(),
        feed.newestSequence());
  }

  @Operation(hidden = true)
  @GetMapping(path = "/api/v1/changes", produces = "text/event-stream")
  void changeStream(
      @RequestParam(defaultValue = "0") long since,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      HttpServletResponse response)
      throws IOException {
    requireBetween(0, Long.MAX_VALUE, since, "since");
    stream.send(lastEventId == null ? since : sequence(lastEventId), response);
  }

  @Operation(
      summary = "Changes from now on",
      description =
          "Server-sent events; the same feed as `/changes`, beginning now, or after"
              + " `Last-Event-ID`.")
  @Fails(ProblemCode.TOO_MANY_READERS)
  @GetMapping(path = "/api/v1/events", produces = "text/event-stream")
  void events(
      @Parameter(description = "The last event that you know")
          @RequestHeader(name = "Last-Event-ID", required = false)
          @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    stream.send(lastEventId == null ? feed.newestSequence() : sequence(lastEventId), response);
  }

  private static long sequence(String lastEventId) {
    if (!lastEventId.matches("\\d{1,18}")) {
      throw new ProblemException(
          ProblemCode.INVALID_REQUEST,
          "Last-Event-ID is the id of an event, a whole number; not '%s'.".formatted(lastEventId));
    }
    return Long.parseLong(lastEventId);
  }

  private static void requireBetween(long min, long max, long value, String name) {
    if (value < min || value > max) {
      throw new ProblemException(
          ProblemCode.INVALID_REQUEST,
          max == Long.MAX_VALUE
              ? "%s must not be negative; it is %d.".formatted(name, value)
              : "%s is from %d to %d, not %d.".formatted(name, min, max, value));
    }
  }
}

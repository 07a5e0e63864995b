package dev.ggen.registry.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ggen.registry.api.ChangesDocument;
import dev.ggen.registry.model.Change;
import dev.ggen.registry.port.ChangeFeed;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends changes as server-sent events (WHATWG HTML §9.2), on the request's own thread, until the
 * reader goes or the service stops. The id of an event is its sequence. A reader that takes nothing
 * is dropped when the socket's write times out.
 */
final class EventStream {
  /** Changes that are read at once. */
  private static final int BATCH = 100;

  private final ChangeFeed feed;
  private final FeedReaders readers;
  private final Duration heartbeat;
  private final JsonMapper mapper;

  EventStream(ChangeFeed feed, FeedReaders readers, Duration heartbeat, JsonMapper mapper) {
    this.feed = feed;
    this.readers = readers;
    this.heartbeat = heartbeat;
    this.mapper = mapper;
  }

  void send(long since, HttpServletResponse response) throws IOException {
    try (FeedReaders.Place _ = readers.enter()) {
      response.setContentType("text/event-stream;charset=UTF-8");
      response.setHeader("Cache-Control", "no-store");
      // nginx would otherwise keep the events until its buffer is full.
      response.setHeader("X-Accel-Buffering", "no");
      OutputStream out = response.getOutputStream();
      out.write(": every change after %d\n\n".formatted(since).getBytes(UTF_8));
      response.flushBuffer();
      follow(since, out);
    }
  }

  private void follow(long since, OutputStream out) throws IOException {
    long last = since;
    while (readers.isRunning()) {
      List<Change> changes = feed.changesSince(last, BATCH);
      for (Change change : changes) {
        out.write(event(change));
        last = change.sequence();
      }
      if (changes.isEmpty() && !readers.await(last, heartbeat)) {
        out.write(": alive\n\n".getBytes(UTF_8));
      }
      out.flush();
    }
  }

  private byte[] event(Change change) {
    return "id: %d\nevent: %s\ndata: %s\n\n"
        .formatted(
            change.sequence(),
            change.type().label(),
            mapper.writeValueAsString(ChangesDocument.Entry.of(change)))
        .getBytes(UTF_8);
  }
}

package dev.ggen.registry.cli.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as a stream whose reads have a deadline; the JDK's own would wait for ever
 * for a server that stalls. Asks for one part at a time, so at most two are held. One thread reads.
 */
final class ReceivedBody extends InputStream implements HttpResponse.BodySubscriber<InputStream> {
  /** One asked for, one asked for before it was taken, and the end. */
  private static final int MAX_PARTS = 4;

  private record Part(List<ByteBuffer> buffers, @Nullable Throwable failure, boolean last) {}

  private final BlockingQueue<Part> parts = new ArrayBlockingQueue<>(MAX_PARTS);
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final Duration patience;
  private List<ByteBuffer> current = List.of();
  private boolean ended;

  /**
   * @param patience how long a read waits
   */
  ReceivedBody(Duration patience) {
    this.patience = patience;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.complete(given);
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    parts.add(new Part(buffers, null, false));
  }

  @Override
  public void onError(Throwable failure) {
    parts.add(new Part(List.of(), failure, true));
  }

  @Override
  public void onComplete() {
    parts.add(new Part(List.of(), null, true));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = buffer();
    if (buffer == null) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count;
  }

  private @Nullable ByteBuffer buffer() throws IOException {
    while (true) {
      for (ByteBuffer buffer : current) {
        if (buffer.hasRemaining()) {
          return buffer;
        }
      }
      if (ended) {
        return null;
      }
      Part part = next();
      current = part.buffers();
      ended = part.last();
      if (part.failure() != null) {
        throw new IOException(
            "The connection broke: " + part.failure().getMessage(), part.failure());
      }
      if (!ended) {
        subscription.join().request(1);
      }
    }
  }

  private Part next() throws IOException {
    try {
      Part part = parts.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (part == null) {
        throw new IOException("No byte came for %d seconds.".formatted(patience.toSeconds()));
      }
      return part;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading.", e);
    }
  }

  @Override
  public void close() {
    ended = true;
    current = List.of();
    if (subscription.isDone()) {
      subscription.join().cancel();
    }
  }
}

package dev.ggen.libp2p.kad;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Providers, each as soon as it is known and once. Whether there is another blocks until one is
 * found or the lookup is over, which the query timeout bounds. One thread reads; {@link #close}
 * ends the lookup and may be called by any.
 */
public final class Providers implements Iterator<KadPeer>, AutoCloseable {
  /** An empty one is the end. Bounded by the number of providers that are looked for. */
  private final BlockingQueue<Optional<KadPeer>> found = new LinkedBlockingQueue<>();

  private @Nullable KadPeer next;
  private boolean over;
  private volatile boolean closed;

  Providers() {}

  void add(KadPeer provider) {
    found.add(Optional.of(provider));
  }

  void end() {
    found.add(Optional.empty());
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether another one is found; false after an interrupt too, which stays set. */
  @Override
  public boolean hasNext() {
    try {
      if (next == null && !over) {
        next = found.take().orElse(null);
        over = next == null;
      }
      return next != null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      return false;
    }
  }

  @Override
  public KadPeer next() {
    KadPeer given = hasNext() ? next : null;
    if (given == null) {
      throw new NoSuchElementException("there are no more providers");
    }
    next = null;
    return given;
  }

  /** The same as a stream, which closes this. */
  public Stream<KadPeer> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.NONNULL | Spliterator.DISTINCT),
            false)
        .onClose(this::close);
  }

  /** Looks no further. Doing it twice changes nothing. */
  @Override
  public void close() {
    closed = true;
    end();
  }
}

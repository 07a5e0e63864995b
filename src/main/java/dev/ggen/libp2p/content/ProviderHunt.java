package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Looks for the providers of one content in all sources at once, each on a virtual thread of its
 * own, and hands over each provider once per round. Safe for any thread; after {@link #close}
 * nobody is handed over any more.
 */
final class ProviderHunt implements AutoCloseable {
  /** More than any download can use, and few enough that a source can't fill the memory. */
  static final int MAX_FOUND = 256;

  private static final System.Logger LOG = System.getLogger(ProviderHunt.class.getName());

  private final Cid root;
  private final List<ProviderSource> sources;
  private final Consumer<Provider> found;

  // Guards what follows.
  private final Lock lock = new ReentrantLock();
  private final Set<PeerId> seen = new HashSet<>();
  private final Set<ProviderSource.Search> searches = new HashSet<>();
  private int looking;
  private boolean closed;

  ProviderHunt(Cid root, List<ProviderSource> sources, Consumer<Provider> found) {
    this.root = root;
    this.sources = List.copyOf(sources);
    this.found = found;
  }

  /** Begins a round, unless one goes on; those found before are found again. */
  void begin() {
    lock.lock();
    try {
      if (looking > 0 || closed) {
        return;
      }
      seen.clear();
      looking = sources.size();
    } finally {
      lock.unlock();
    }
    for (ProviderSource source : sources) {
      Thread.ofVirtual().name("find-providers").start(() -> look(source));
    }
  }

  /** Whether a source may still find somebody. */
  boolean isLooking() {
    lock.lock();
    try {
      return looking > 0 && !closed;
    } finally {
      lock.unlock();
    }
  }

  private void look(ProviderSource source) {
    try (ProviderSource.Search search = source.find(root)) {
      if (enter(search)) {
        while (search.hasNext() && take(search.next())) {
          // until there is nobody more or enough are known
        }
      }
      leave(search);
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "a search for providers of " + root + " failed", e);
    } finally {
      lookedOnce();
    }
  }

  private void lookedOnce() {
    lock.lock();
    try {
      looking--;
    } finally {
      lock.unlock();
    }
  }

  private boolean enter(ProviderSource.Search search) {
    lock.lock();
    try {
      return !closed && searches.add(search);
    } finally {
      lock.unlock();
    }
  }

  private void leave(ProviderSource.Search search) {
    lock.lock();
    try {
      searches.remove(search);
    } finally {
      lock.unlock();
    }
  }

  /** Whether more are wanted. */
  private boolean take(Provider provider) {
    lock.lock();
    try {
      if (closed || seen.size() >= MAX_FOUND) {
        return false;
      }
      if (!seen.add(provider.peer())) {
        return true;
      }
    } finally {
      lock.unlock();
    }
    found.accept(provider);
    return true;
  }

  /** Ends all searches. */
  @Override
  public void close() {
    List<ProviderSource.Search> open;
    lock.lock();
    try {
      closed = true;
      open = List.copyOf(searches);
    } finally {
      lock.unlock();
    }
    open.forEach(ProviderSource.Search::close);
  }
}

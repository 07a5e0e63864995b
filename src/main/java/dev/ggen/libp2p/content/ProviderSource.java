package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Cid;
import java.io.IOException;
import java.util.Iterator;

/** A way to find who has a content: a DHT, a tracker, a list. Asked by any number of threads. */
@FunctionalInterface
public interface ProviderSource {
  /**
   * Begins to look for providers. Asked again after a while when nobody was found.
   *
   * @throws IOException if it can't; the download goes on with its other sources
   */
  Search find(Cid root) throws IOException;

  /**
   * Providers, each as soon as it is known. Whether there is another one blocks until one is found
   * or the search is over. One thread reads; {@link #close} ends the search, may be called by any
   * thread and wakes the one that reads. It is never interrupted.
   */
  interface Search extends Iterator<Provider>, AutoCloseable {
    @Override
    void close();
  }
}

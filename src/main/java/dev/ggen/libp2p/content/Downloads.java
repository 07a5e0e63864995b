package dev.ggen.libp2p.content;

import dev.ggen.libp2p.bitswap.Bitswap;
import dev.ggen.libp2p.content.DownloadException.Reason;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Downloads of archives. Those who want the same one share a download. Each runs on a virtual
 * thread of its own; blocks are written to a folder as they come, so that a download goes on where
 * it was when the process has ended or the network was lost. Safe for any thread; to be closed
 * before its host.
 */
public final class Downloads implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Downloads.class.getName());

  /** Longer than what a download does between two looks at whether it shall end. */
  private static final Duration END = Duration.ofSeconds(10);

  private final Surroundings around;
  private final DownloadFolders folders;

  // Guards what follows, and how many want a download; who only reads the map needs no lock.
  private final Lock lock = new ReentrantLock();
  private final Condition oneEnded = lock.newCondition();
  private final Map<Path, RunningDownload> running = new ConcurrentHashMap<>();
  private boolean closed;

  private Downloads(Surroundings around, DownloadFolders folders) {
    this.around = around;
    this.folders = folders;
  }

  /**
   * Opens downloads in a folder, which belongs to them alone, and removes what is too old there.
   *
   * @param partial given to bitswap too, if others may have what is not complete
   * @throws IOException if the folder can't be used, or is used by another node
   */
  public static Downloads open(
      Host host,
      Bitswap bitswap,
      PartialBlocks partial,
      Path folder,
      DownloadSettings settings,
      Parties parties)
      throws IOException {
    return open(
        new Surroundings(
            host,
            new BitswapExchange(bitswap),
            partial,
            settings,
            parties.sink(),
            parties.sources(),
            parties.order(),
            parties.listener(),
            Disk.real()),
        folder);
  }

  /**
   * Those outside with whom downloads deal.
   *
   * @param sink takes what is finished
   * @param sources tell of providers
   * @param order the most wanted providers first; asked by the threads of downloads
   * @param listener hears of everything
   */
  public record Parties(
      ArchiveSink sink,
      List<ProviderSource> sources,
      Comparator<PeerId> order,
      DownloadListener listener) {
    /** Copies the list. */
    public Parties {
      sources = List.copyOf(sources);
    }

    /** Only a sink: no source but hints and connected peers, no order, nobody who listens. */
    public static Parties of(ArchiveSink sink) {
      return new Parties(sink, List.of(), (_, _) -> 0, DownloadListener.NONE);
    }
  }

  static Downloads open(Surroundings around, Path folder) throws IOException {
    Downloads downloads = new Downloads(around, DownloadFolders.open(folder));
    downloads.clean();
    return downloads;
  }

  /**
   * Begins a download or joins one that runs.
   *
   * @throws DownloadException if the archive is too large or too many downloads run
   */
  public Download start(DownloadRequest request) throws DownloadException {
    requireSize(request);
    Path folder = folders.of(request);
    lock.lock();
    try {
      RunningDownload present = running.get(folder);
      if (present != null && present.interested == 0 && awaitEnd(folder)) {
        present = null;
      }
      if (present == null) {
        return begin(request, folder);
      }
      present.interested++;
      request.hints().forEach(present::found);
      return new Download(this, present);
    } finally {
      lock.unlock();
    }
  }

  private void requireSize(DownloadRequest request) throws DownloadException {
    long max = around.settings().maxArchiveBytes();
    if (request.sizeBytes() > max) {
      throw new DownloadException(
          Reason.TOO_LARGE,
          "the archive %s has %d bytes; at most %d are taken"
              .formatted(request.root(), request.sizeBytes(), max));
    }
  }

  /** Waits until one that was cancelled is gone; false if it does not go. */
  private boolean awaitEnd(Path folder) {
    long left = END.toNanos();
    try {
      while (running.containsKey(folder) && left > 0) {
        left = oneEnded.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !running.containsKey(folder);
  }

  private Download begin(DownloadRequest request, Path folder) throws DownloadException {
    if (closed) {
      throw new DownloadException(Reason.CLOSED, "downloads are closed");
    }
    int max = around.settings().maxRunning();
    if (running.size() >= max) {
      throw new DownloadException(
          Reason.TOO_MANY, max + " downloads run already, the limit for one node");
    }
    RunningDownload begun = new RunningDownload(request, folder, around);
    begun.interested = 1;
    running.put(folder, begun);
    around.partial().add(begun);
    Thread.ofVirtual().name("download").start(() -> begun.run(() -> ended(begun)));
    return new Download(this, begun);
  }

  private void ended(RunningDownload download) {
    around.partial().remove(download);
    lock.lock();
    try {
      running.remove(download.folder());
      oneEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** One of those who wanted it wants it no longer. */
  void leave(RunningDownload download) {
    lock.lock();
    try {
      download.interested--;
      if (download.interested == 0) {
        download.stop(Reason.CANCELLED);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How far all that run are. */
  public List<DownloadProgress> running() {
    return running.values().stream().map(RunningDownload::progress).toList();
  }

  /** Removes what failed downloads have left, by age and size; for a timer to call. */
  public void clean() throws IOException {
    lock.lock(); // so that none begins in a folder that is being removed
    try {
      folders.clean(
          around.settings().leftoverAge(),
          around.settings().leftoverBytes(),
          Instant.now(),
          running::containsKey);
    } finally {
      lock.unlock();
    }
  }

  /** Ends all downloads within seconds; they can go on later. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      running.values().forEach(download -> download.stop(Reason.CLOSED));
      long left = END.toNanos();
      while (!running.isEmpty() && left > 0) {
        left = oneEnded.awaitNanos(left);
      }
      if (!running.isEmpty()) {
        LOG.log(System.Logger.Level.WARNING, "downloads have not ended within " + END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
      closeFolders();
    }
  }

  private void closeFolders() {
    try {
      folders.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the folder of downloads can't be let go", e);
    }
  }
}

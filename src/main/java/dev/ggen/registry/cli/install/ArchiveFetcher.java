package dev.ggen.registry.cli.install;

import dev.ggen.registry.cli.remote.Download;
import dev.ggen.registry.cli.remote.RegistryClient;
import dev.ggen.registry.cli.remote.RemoteException;
import dev.ggen.registry.cli.remote.RetryPolicy;
import dev.ggen.registry.cli.remote.TransferListener;
import dev.ggen.registry.model.ArchiveFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Brings archives into the cache: takes what is there, goes on where a download broke, and keeps
 * only what is to the byte what was promised. Thread-safe.
 */
public final class ArchiveFetcher {
  private static final int BUFFER_BYTES = 64 << 10;

  private final RegistryClient client;
  private final ArchiveCache cache;
  private final RetryPolicy retries;
  private final boolean offline;

  /**
   * @param client where archives come from
   * @param cache where they go
   * @param retries how often to go on with a broken download
   * @param offline whether only the cache may be used
   */
  public ArchiveFetcher(
      RegistryClient client, ArchiveCache cache, RetryPolicy retries, boolean offline) {
    this.client = client;
    this.cache = cache;
    this.retries = retries;
    this.offline = offline;
  }

  /**
   * The verified archive of a package.
   *
   * @throws InstallException if other bytes came, or none may be asked for
   * @throws RemoteException if the registry does not give it
   */
  public Path fetch(LockedPackage wanted, TransferListener listener) {
    Optional<Path> cached = cache.find(wanted.archive());
    if (cached.isPresent()) {
      listener.moved(wanted.archive().sizeBytes());
      return cached.get();
    }
    if (offline) {
      throw new InstallException(
          InstallException.Kind.OFFLINE,
          "%s is not in the cache, and --offline forbids to fetch it.".formatted(wanted.id()),
          null);
    }
    try (PartialFile partial = PartialFile.at(cache.partial(wanted.archive()))) {
      listener.moved(partial.check().sizeBytes());
      retries.call(() -> complete(partial, wanted, listener));
      return cache.keep(partial.path(), wanted.archive());
    } catch (IOException e) {
      throw new InstallException(
          InstallException.Kind.FILES,
          "%s can't be written to the cache: %s.".formatted(wanted.id(), e.getMessage()),
          e);
    }
  }

  private Boolean complete(PartialFile partial, LockedPackage wanted, TransferListener listener) {
    long before = partial.check().sizeBytes();
    boolean resumed = before > 0;
    if (before < wanted.archive().sizeBytes() || before == 0) {
      resumed = transfer(partial, wanted, listener);
    }
    Optional<String> difference = verify(partial, wanted.archive());
    if (difference.isPresent() && resumed) {
      // The beginning may be at fault: once more from the start.
      listener.moved(-before);
      transfer(partial, wanted, listener);
      difference = verify(partial, wanted.archive());
    }
    if (difference.isPresent()) {
      throw damaged(wanted, difference.get());
    }
    return true;
  }

  private Optional<String> verify(PartialFile partial, ArchiveFacts promised) {
    Optional<String> difference = ArchiveCheck.difference(partial.check().facts(), promised);
    if (difference.isPresent()) {
      writing(partial::restart);
    }
    return difference;
  }

  /** Takes the rest; true if it continues an earlier beginning. */
  private boolean transfer(PartialFile partial, LockedPackage wanted, TransferListener listener) {
    long offset = partial.check().sizeBytes();
    try (Download download = client.download(wanted.name(), wanted.version(), offset)) {
      if (download.offset() != offset) {
        listener.moved(-offset);
        writing(partial::restart);
      }
      copy(download, partial, wanted, listener);
      return download.offset() > 0;
    } catch (IOException e) {
      throw RemoteException.broken(wanted.id(), e);
    }
  }

  private void copy(
      Download download, PartialFile partial, LockedPackage wanted, TransferListener listener)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long promised = wanted.archive().sizeBytes();
    for (int count = download.body().read(buffer);
        count >= 0;
        count = download.body().read(buffer)) {
      int length = count;
      if (partial.check().sizeBytes() + length > promised) {
        writing(partial::restart);
        throw damaged(wanted, "it is longer than the promised %,d bytes".formatted(promised));
      }
      writing(() -> partial.append(buffer, length));
      listener.moved(length);
    }
  }

  /** Tells our disk's faults from those of the connection. */
  private static void writing(Write write) {
    try {
      write.run();
    } catch (IOException e) {
      throw new InstallException(
          InstallException.Kind.FILES,
          "The cache can't be written: %s. Free space or choose another with XDG_CACHE_HOME."
              .formatted(e.getMessage()),
          e);
    }
  }

  private interface Write {
    void run() throws IOException;
  }

  private InstallException damaged(LockedPackage wanted, String difference) {
    return new InstallException(
        InstallException.Kind.DAMAGED,
        "The archive of %s from %s is not the promised one: %s. It was thrown away. Do not use this package from there until you know why."
            .formatted(wanted.id(), client.address(), difference),
        null);
  }
}

package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * All that a node of the DHT remembers: what others have put, what it publishes itself, and whom it
 * knew. One file; a damaged one is set aside and everything begun anew, since others publish again.
 * Safe for any number of threads.
 */
final class KadStore implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(KadStore.class.getName());
  private static final String FILE = "kad.mv.db";

  /** Pages in memory; the rest is the system's file cache. */
  private static final int CACHE_MEGABYTES = 8;

  /** What is written together, if the second is not over before: less makes the file grow. */
  private static final int WRITE_KILOBYTES = 4_096;

  /** How long space that is free again is kept, for the case that the power fails. */
  private static final Duration RETENTION = Duration.ofSeconds(5);

  /** How long it may take to make the file smaller. */
  private static final Duration COMPACTION = Duration.ofMillis(500);

  private static final byte[] PEERS_KEY = {0};

  private final MVStore store;
  private final SharedSpace values;
  private final SharedSpace providers;
  private final MVMap<byte[], byte[]> provided;
  private final MVMap<byte[], byte[]> published;
  private final MVMap<byte[], byte[]> peers;

  private KadStore(MVStore store, KadSettings.Storage settings) {
    this.store = store;
    values = new SharedSpace(store, "values", settings.maxRecords(), settings.maxBytes());
    providers = new SharedSpace(store, "providers", settings.maxRecords(), settings.maxBytes());
    provided = store.openMap("provided", SharedSpace.bytesToBytes());
    published = store.openMap("published", SharedSpace.bytesToBytes());
    peers = store.openMap("peers", SharedSpace.bytesToBytes());
  }

  /**
   * Opens or creates it.
   *
   * @throws IOException if another process has it open, or the folder can't be written
   */
  static KadStore open(KadSettings.Storage settings) throws IOException {
    if (settings.folder().isEmpty()) {
      return new KadStore(builder().open(), settings);
    }
    Path file = Files.createDirectories(settings.folder().get()).resolve(FILE);
    try {
      return open(file, settings);
    } catch (MVStoreException | IllegalArgumentException e) {
      if (e instanceof MVStoreException m && m.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        throw new IOException(file + " is in use by another process", e);
      }
      Path aside = file.resolveSibling(FILE + ".damaged");
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} is damaged and set aside as {1}; peers will tell its records again: {2}",
          file,
          aside,
          e.getMessage());
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      return open(file, settings);
    }
  }

  private static KadStore open(Path file, KadSettings.Storage settings) {
    MVStore store = builder().fileName(file.toString()).open();
    store.setRetentionTime((int) RETENTION.toMillis());
    try {
      return new KadStore(store, settings);
    } catch (RuntimeException e) {
      store.closeImmediately();
      throw e;
    }
  }

  private static MVStore.Builder builder() {
    return new MVStore.Builder()
        .cacheSize(CACHE_MEGABYTES)
        .autoCommitBufferSize(WRITE_KILOBYTES)
        .backgroundExceptionHandler(
            (thread, e) -> LOG.log(System.Logger.Level.ERROR, "can't write the DHT's records", e));
  }

  SharedSpace values() {
    return values;
  }

  SharedSpace providers() {
    return providers;
  }

  /** What this node provides, and when it has last said so. */
  Times provided() {
    return new Times(provided);
  }

  /** The values of its own, and when it has last put them. */
  Times published() {
    return new Times(published);
  }

  /** Replaces the peers to begin with at the next start. */
  void rememberPeers(List<KadPeer> known) throws IOException {
    KadMessage message =
        new KadMessage(KadMessage.Type.FIND_NODE, Bytes.EMPTY, Optional.empty(), known, List.of());
    peers.put(PEERS_KEY, message.encode().toByteArray());
  }

  /** At most {@link KadMessage#MAX_PEERS}. */
  List<KadPeer> rememberedPeers() throws IOException {
    byte[] message = peers.get(PEERS_KEY);
    return message == null ? List.of() : KadMessage.decode(message).closerPeers();
  }

  /** Keys with a time and, for values, their content. */
  static final class Times {
    private final MVMap<byte[], byte[]> map;

    private Times(MVMap<byte[], byte[]> map) {
      this.map = map;
    }

    void put(Bytes key, Bytes content, Instant at) {
      byte[] time = ByteBuffer.allocate(Long.BYTES).putLong(at.toEpochMilli()).array();
      map.put(key.toByteArray(), Bytes.concat(Bytes.copyOf(time), content).toByteArray());
    }

    boolean remove(Bytes key) {
      return map.remove(key.toByteArray()) != null;
    }

    boolean contains(Bytes key) {
      return map.containsKey(key.toByteArray());
    }

    /** The content of a key. */
    Optional<Bytes> get(Bytes key) {
      return Optional.ofNullable(map.get(key.toByteArray()))
          .map(value -> Bytes.copyOf(value, Long.BYTES, value.length));
    }

    int size() {
      return map.size();
    }

    /** One that was last published before a time, with its content. */
    Optional<Map.Entry<Bytes, Bytes>> publishedBefore(Instant time) {
      for (Map.Entry<byte[], byte[]> entry : map.entrySet()) {
        ByteBuffer value = ByteBuffer.wrap(entry.getValue());
        if (Instant.ofEpochMilli(value.getLong()).isBefore(time)) {
          byte[] content = new byte[value.remaining()];
          value.get(content);
          return Optional.of(Map.entry(Bytes.copyOf(entry.getKey()), Bytes.copyOf(content)));
        }
      }
      return Optional.empty();
    }
  }

  /** Writes what is not yet on disk, and makes the file smaller if that is quickly done. */
  @Override
  public void close() {
    try {
      store.close((int) COMPACTION.toMillis());
    } catch (MVStoreException e) {
      throw new UncheckedIOException(new IOException("can't write the DHT's records", e));
    }
  }
}

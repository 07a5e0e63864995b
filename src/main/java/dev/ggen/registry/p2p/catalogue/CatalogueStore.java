package dev.ggen.registry.p2p.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.UUID;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The catalogue's file. Only {@link #commit} writes to disk, so that what belongs together becomes
 * durable together; whoever changes the maps holds the catalogue's lock, and so does who commits.
 * Reads block nobody. Threads may be interrupted anywhere: H2's {@code async:} file system does its
 * input and output on threads of its own, so that no interrupt closes the file.
 */
final class CatalogueStore implements AutoCloseable {
  static final String FILE = "catalogue.mv.db";

  private static final System.Logger LOG = System.getLogger(CatalogueStore.class.getName());
  private static final String UNINTERRUPTIBLE = "async:";

  /** How long space that is free again is kept: for readers, and for when the power fails. */
  private static final Duration RETENTION = Duration.ofSeconds(10);

  /** How long it may take to make the file smaller at the end. */
  private static final Duration COMPACTION = Duration.ofMillis(500);

  /** Percent of the file that is in use; below that, parts are written anew. */
  private static final int FILL_RATE = 60;

  private static final int COMPACTED_AT_ONCE_BYTES = 4 << 20;
  private static final String ORIGIN = "origin";
  private static final String SEQUENCE = "sequence";

  private final MVStore store;

  /** {@link StoredRecord}s by {@link RecordKey}. */
  private final MVMap<byte[], byte[]> records;

  /** Of each entry's hash its {@link EntryPlace}. */
  private final MVMap<byte[], byte[]> places;

  /** {@link NameState}s by name. */
  private final MVMap<String, byte[]> names;

  /** Each name once, by its newest change. */
  private final MVMap<Long, String> changes;

  /** Names that may be in conflict. */
  private final MVMap<String, String> suspects;

  private final MVMap<String, String> facts;

  private CatalogueStore(MVStore store) {
    this.store = store;
    records = store.openMap("records", binary());
    places = store.openMap("places", binary());
    names =
        store.openMap(
            "names",
            new MVMap.Builder<String, byte[]>()
                .keyType(StringDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
    changes =
        store.openMap(
            "changes",
            new MVMap.Builder<Long, String>()
                .keyType(LongDataType.INSTANCE)
                .valueType(StringDataType.INSTANCE));
    suspects = store.openMap("suspects", texts());
    facts = store.openMap("facts", texts());
    facts.putIfAbsent(ORIGIN, UUID.randomUUID().toString());
    facts.putIfAbsent(SEQUENCE, "0");
    store.commit();
  }

  private static MVMap.Builder<byte[], byte[]> binary() {
    return new MVMap.Builder<byte[], byte[]>()
        .keyType(ByteArrayDataType.INSTANCE)
        .valueType(ByteArrayDataType.INSTANCE);
  }

  private static MVMap.Builder<String, String> texts() {
    return new MVMap.Builder<String, String>()
        .keyType(StringDataType.INSTANCE)
        .valueType(StringDataType.INSTANCE);
  }

  /**
   * Opens or creates it. One that is damaged is set aside, and a new one begun.
   *
   * @throws IOException if another process has it open, or the folder can't be written
   */
  static CatalogueStore open(CatalogueSettings settings) throws IOException {
    if (settings.folder().isEmpty()) {
      return new CatalogueStore(builder(settings).open());
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
          System.Logger.Level.ERROR,
          "{0} is damaged and set aside as {1}. Peers will tell its records again; which publishers"
              + " were first and what was decided by hand is forgotten: {2}",
          file,
          aside,
          e.getMessage());
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      return open(file, settings);
    }
  }

  private static CatalogueStore open(Path file, CatalogueSettings settings) {
    MVStore store = builder(settings).fileName(UNINTERRUPTIBLE + file.toAbsolutePath()).open();
    store.setRetentionTime((int) RETENTION.toMillis());
    try {
      return new CatalogueStore(store);
    } catch (RuntimeException e) {
      store.closeImmediately();
      throw e;
    }
  }

  private static MVStore.Builder builder(CatalogueSettings settings) {
    return new MVStore.Builder()
        .cacheSize(settings.cacheMegabytes())
        .autoCommitDisabled()
        .autoCommitBufferSize(0);
  }

  MVMap<byte[], byte[]> records() {
    return records;
  }

  MVMap<byte[], byte[]> places() {
    return places;
  }

  MVMap<String, byte[]> names() {
    return names;
  }

  MVMap<Long, String> changes() {
    return changes;
  }

  MVMap<String, String> suspects() {
    return suspects;
  }

  /** Names this file, so that an index of another one is not taken for this one's. */
  String origin() {
    return fact(ORIGIN);
  }

  private String fact(String key) {
    String value = facts.get(key);
    if (value == null) {
      throw new IllegalStateException("the catalogue's file has no " + key);
    }
    return value;
  }

  long sequence() {
    return Long.parseLong(fact(SEQUENCE));
  }

  void sequence(long value) {
    facts.put(SEQUENCE, Long.toString(value));
  }

  /** Hands everything to the system; after a crash of the process it is there. */
  void commit() {
    store.commit();
  }

  /** Waits until it would survive that the power fails. */
  void sync() {
    store.commit();
    store.sync();
  }

  /** Writes parts of the file anew of which little is in use. */
  void compact() {
    store.compact(FILL_RATE, COMPACTED_AT_ONCE_BYTES);
  }

  @Override
  public void close() {
    try {
      store.close((int) COMPACTION.toMillis());
    } catch (MVStoreException e) {
      throw new UncheckedIOException(new IOException("can't write the catalogue", e));
    }
  }
}

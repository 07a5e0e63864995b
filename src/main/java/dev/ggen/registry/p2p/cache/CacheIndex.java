package dev.ggen.registry.p2p.cache;

import dev.ggen.registry.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the cache's entries. A damaged one is set aside: what no version refers to is then
 * swept from the blob store, and fetched again when it is wanted.
 */
final class CacheIndex implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CacheIndex.class);

  static final String FILE = "cache.mv.db";

  private final MVStore store;
  private final MVMap<byte[], byte[]> entries;

  private CacheIndex(MVStore store) {
    this.store = store;
    this.entries =
        store.openMap(
            "archives",
            new MVMap.Builder<byte[], byte[]>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
  }

  static CacheIndex open(Path folder) throws IOException {
    Path file = Files.createDirectories(folder).resolve(FILE);
    try {
      return new CacheIndex(store(file));
    } catch (MVStoreException | IllegalArgumentException e) {
      if (e instanceof MVStoreException m && m.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        throw new IOException(file + " is in use by another process", e);
      }
      Path aside = file.resolveSibling(FILE + ".damaged");
      LOG.warn("{} is damaged and set aside as {}: {}", file, aside, e.getMessage());
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      return new CacheIndex(store(file));
    }
  }

  /** The file is opened again should an interrupted thread have closed it. */
  private static MVStore store(Path file) {
    return new MVStore.Builder()
        .fileName("retry:" + file)
        .cacheSize(4)
        .backgroundExceptionHandler((thread, e) -> LOG.error("Can't write {}", file, e))
        .open();
  }

  Map<Digest, CacheCodec.Entry> load() {
    Map<Digest, CacheCodec.Entry> all = new LinkedHashMap<>();
    entries.forEach((key, value) -> {
      try {
        CacheCodec.Entry entry = CacheCodec.decode(value);
        all.put(entry.archive().facts().sha256(), entry);
      } catch (IOException | RuntimeException e) {
        LOG.warn("An entry of the archive cache can't be read and is left out: {}", e.getMessage());
      }
    });
    return all;
  }

  /** Writes an entry; when this returns it survives a crash of the process. */
  void put(CacheCodec.Entry entry) {
    entries.put(key(entry.archive().facts().sha256()), CacheCodec.encode(entry));
    store.commit();
  }

  /** The same without waiting for the disk: for what may be lost. */
  void putLazily(CacheCodec.Entry entry) {
    entries.put(key(entry.archive().facts().sha256()), CacheCodec.encode(entry));
  }

  void remove(Digest sha256) {
    entries.remove(key(sha256));
    store.commit();
  }

  private static byte[] key(Digest digest) {
    return digest.hex().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    store.close();
  }
}

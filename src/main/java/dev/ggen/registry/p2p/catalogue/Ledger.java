package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.p2p.record.InvalidEntryException;
import dev.ggen.registry.p2p.record.SignedGrant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue's content and everything that is derived from it while running: hashes in order,
 * shares, count of changes. Each method keeps them in step. Changes are made between two calls of
 * {@link #settle}, by whoever holds the catalogue's lock.
 */
final class Ledger {
  private static final System.Logger LOG = System.getLogger(Ledger.class.getName());

  private final CatalogueStore store;
  private final HashBuckets hashes = new HashBuckets();
  private final PublisherShares shares = new PublisherShares();
  private final Map<PackageName, NameState> touched = new LinkedHashMap<>();
  private final Set<Bytes> added = new HashSet<>();
  private final Set<Bytes> removed = new HashSet<>();

  /** Names among those touched that are new. */
  private int fresh;

  private long sequence;
  private long bytes;

  Ledger(CatalogueStore store) {
    this.store = store;
    this.sequence = store.sequence();
    List<Bytes> all = new ArrayList<>(store.places().size());
    Cursor<byte[], byte[]> cursor = store.places().cursor(null);
    while (cursor.hasNext()) {
      all.add(Bytes.copyOf(cursor.next()));
      if (EntryPlace.decode(cursor.getValue()) instanceof EntryPlace.OfRecord place) {
        count(RecordKey.publisher(place.key().toByteArray()), 1, place.bytes());
      }
    }
    hashes.change(List.of(), all);
  }

  private void count(PeerId publisher, int records, long moreBytes) {
    shares.change(publisher, records, moreBytes);
    bytes += moreBytes;
  }

  boolean contains(Bytes hash) {
    return added.contains(hash) || (hashes.contains(hash) && !removed.contains(hash));
  }

  /** Records and grants. */
  int entries() {
    return hashes.size() + added.size() - removed.size();
  }

  /** Names of which anything is known. */
  int names() {
    return store.names().size() + fresh;
  }

  long bytes() {
    return bytes;
  }

  long sequence() {
    return sequence;
  }

  PublisherShares shares() {
    return shares;
  }

  NameState state(PackageName name) {
    NameState pending = touched.get(name);
    return pending != null ? pending : NameReader.state(store, name);
  }

  /** Hands out every name that was settled, with its state. */
  void eachName(BiConsumer<PackageName, NameState> reader) {
    Cursor<String, byte[]> cursor = store.names().cursor(null);
    while (cursor.hasNext()) {
      PackageName name = new PackageName(cursor.next());
      reader.accept(name, NameStateCodec.decode(cursor.getValue()));
    }
  }

  /** Replaces a name's state; its change gets a number when all is settled. */
  void put(PackageName name, NameState state) {
    if (touched.put(name, state) == null && state.changedAt() == 0) {
      fresh++;
    }
  }

  /** The records of a version. */
  List<StoredRecord> records(PackageName name, Version version) {
    return records(RecordKey.prefix(name, version));
  }

  List<StoredRecord> records(Bytes prefix) {
    List<StoredRecord> found = new ArrayList<>();
    List<byte[]> damaged = new ArrayList<>();
    NameReader.scan(
        store,
        prefix,
        (key, value) -> {
          try {
            found.add(StoredRecord.decode(value));
          } catch (InvalidEntryException e) {
            damaged.add(key);
          }
        });
    damaged.forEach(this::discard);
    return found;
  }

  /** Throws away what is damaged on disk, since peers can tell it again. */
  void discard(byte[] key) {
    LOG.log(
        System.Logger.Level.WARNING,
        "A damaged record of {0} is thrown away; peers will tell it again",
        RecordKey.name(key));
    store.records().remove(key);
    Cursor<byte[], byte[]> cursor = store.places().cursor(null);
    while (cursor.hasNext()) {
      Bytes hash = Bytes.copyOf(cursor.next());
      if (EntryPlace.decode(cursor.getValue()) instanceof EntryPlace.OfRecord place
          && place.key().equals(Bytes.copyOf(key))) {
        forget(hash);
        count(RecordKey.publisher(key), -1, -place.bytes());
        return;
      }
    }
  }

  /** Puts a record in, or in the place of an older word. */
  void put(StoredRecord record, @Nullable StoredRecord older) {
    byte[] key = RecordKey.of(record.record());
    if (older != null) {
      forget(older.record().hash());
      count(older.record().publisher(), -1, -older.record().envelope().size());
    }
    int size = record.record().envelope().size();
    store.records().put(key, record.encode());
    remember(record.record().hash(), new EntryPlace.OfRecord(size, Bytes.copyOf(key)));
    count(record.record().publisher(), 1, size);
  }

  /** Takes a record out. The state of its name is the caller's to change. */
  void remove(StoredRecord record) {
    store.records().remove(RecordKey.of(record.record()));
    forget(record.record().hash());
    count(record.record().publisher(), -1, -record.record().envelope().size());
  }

  /** Notes a grant that is in the state of its name now, in the place of another. */
  void granted(SignedGrant grant, @Nullable SignedGrant older) {
    if (older != null) {
      forget(older.hash());
    }
    remember(grant.hash(), new EntryPlace.OfGrant(grant.name(), grant.registry()));
  }

  private void remember(Bytes hash, EntryPlace place) {
    store.places().put(hash.toByteArray(), place.encode());
    if (!removed.remove(hash)) {
      added.add(hash);
    }
  }

  private void forget(Bytes hash) {
    store.places().remove(hash.toByteArray());
    if (!added.remove(hash)) {
      removed.add(hash);
    }
  }

  /** Forgets a name of which there is nothing but a pin. */
  void drop(PackageName name, NameState state) {
    store.changes().remove(state.changedAt());
    store.names().remove(name.value());
    store.suspects().remove(name.value());
    touched.remove(name);
  }

  /** Gives numbers to all names that were changed. */
  void settle() {
    touched.forEach((name, state) -> {
      if (state.changedAt() > 0) {
        store.changes().remove(state.changedAt());
      }
      sequence++;
      store.names().put(name.value(), NameStateCodec.encode(state.changed(sequence)));
      store.changes().put(sequence, name.value());
      if (state.isSuspect()) {
        store.suspects().put(name.value(), "");
      }
    });
    fresh = 0;
    if (!touched.isEmpty()) {
      store.sequence(sequence);
    }
    touched.clear();
    hashes.change(removed, added);
    added.clear();
    removed.clear();
  }

  RecordSet recordSet() {
    return hashes.snapshot();
  }
}

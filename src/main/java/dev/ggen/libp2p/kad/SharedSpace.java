package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;

/**
 * Entries of many peers on disk, bounded by count and bytes, each with an end. Reads block nobody;
 * safe for any number of threads. What was put in the last second before a crash may be lost, and
 * nothing else.
 */
final class SharedSpace {
  private static final byte[] NOTHING = {};

  /** So many must give way for one newcomer at most. */
  private static final int MAX_EVICTIONS = 64;

  /**
   * What stands under a key.
   *
   * @param owner who has put it there
   * @param expires from when on it counts no more
   */
  record Entry(Bytes key, PeerId owner, Instant expires, Bytes content) {
    private static Entry decode(byte[] key, byte[] value) {
      ByteBuffer buffer = ByteBuffer.wrap(value);
      Instant expires = Instant.ofEpochMilli(buffer.getLong());
      int ownerEnd = Long.BYTES + 1 + (buffer.get() & 0xff);
      return new Entry(
          Bytes.copyOf(key),
          PeerId.decode(Bytes.copyOf(value, Long.BYTES + 1, ownerEnd)),
          expires,
          Bytes.copyOf(value, ownerEnd, value.length));
    }

    private byte[] encode() {
      Bytes id = owner.bytes();
      byte[] value = new byte[Long.BYTES + 1 + id.size() + content.size()];
      ByteBuffer.wrap(value).putLong(expires.toEpochMilli()).put((byte) id.size());
      id.copyTo(value, Long.BYTES + 1);
      content.copyTo(value, Long.BYTES + 1 + id.size());
      return value;
    }

    private long size() {
      return (long) key.size() + Long.BYTES + 1 + owner.bytes().size() + content.size();
    }
  }

  private final MVMap<byte[], byte[]> entries;

  /** An owner's id behind its length, and the key. */
  private final MVMap<byte[], byte[]> byOwner;

  /** Guarded by this. */
  private final Shares shares;

  SharedSpace(MVStore store, String name, int maxEntries, long maxBytes) {
    entries = store.openMap(name, bytesToBytes());
    byOwner = store.openMap(name + ".owners", bytesToBytes());
    shares = new Shares(maxEntries, maxBytes);
    count();
  }

  static MVMap.Builder<byte[], byte[]> bytesToBytes() {
    return new MVMap.Builder<byte[], byte[]>()
        .keyType(ByteArrayDataType.INSTANCE)
        .valueType(ByteArrayDataType.INSTANCE);
  }

  /** A crash may have come between the two maps; then the second is made anew. */
  private synchronized void count() {
    boolean torn = entries.sizeAsLong() != byOwner.sizeAsLong();
    if (torn) {
      byOwner.clear();
    }
    Cursor<byte[], byte[]> cursor = entries.cursor(null);
    while (cursor.hasNext()) {
      byte[] key = cursor.next();
      Entry entry = Entry.decode(key, cursor.getValue());
      shares.added(entry.owner.bytes(), entry.size());
      if (torn) {
        byOwner.put(ownerKey(entry), NOTHING);
      }
    }
  }

  private static byte[] ownerKey(Entry entry) {
    return Bytes.concat(ownerPrefix(entry.owner.bytes()), entry.key).toByteArray();
  }

  private static Bytes ownerPrefix(Bytes owner) {
    return Bytes.concat(Bytes.of(owner.size()), owner);
  }

  /** What stands there, if it has not ended. */
  Optional<Entry> get(Bytes key, Instant now) {
    byte[] raw = key.toByteArray();
    return Optional.ofNullable(entries.get(raw))
        .map(value -> Entry.decode(raw, value))
        .filter(entry -> now.isBefore(entry.expires));
  }

  /** What stands under keys with a prefix and has not ended. */
  List<Entry> startingWith(Bytes prefix, int count, Instant now) {
    List<Entry> found = new ArrayList<>();
    byte[] from = prefix.toByteArray();
    Cursor<byte[], byte[]> cursor = entries.cursor(from);
    while (cursor.hasNext() && found.size() < count) {
      byte[] key = cursor.next();
      if (!startsWith(key, from)) {
        break;
      }
      Entry entry = Entry.decode(key, cursor.getValue());
      if (now.isBefore(entry.expires)) {
        found.add(entry);
      }
    }
    return found;
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Puts an entry, or replaces the one there; false if its owner has more than its share. */
  synchronized boolean put(Entry entry) {
    byte[] key = entry.key.toByteArray();
    byte[] present = entries.get(key);
    if (present != null) {
      remove(Entry.decode(key, present));
    }
    if (!makeRoom(entry)) {
      if (present != null) {
        add(Entry.decode(key, present));
      }
      return false;
    }
    add(entry);
    return true;
  }

  private boolean makeRoom(Entry entry) {
    for (int evicted = 0; !shares.hasRoom(entry.size()); evicted++) {
      Optional<Bytes> loser = shares.whoGivesWay(entry.owner.bytes(), entry.size());
      if (loser.isEmpty() || evicted == MAX_EVICTIONS) {
        return false;
      }
      byte[] prefix = ownerPrefix(loser.get()).toByteArray();
      byte[] first = byOwner.ceilingKey(prefix);
      byte[] key = Arrays.copyOfRange(first, prefix.length, first.length);
      remove(Bytes.copyOf(key));
    }
    return true;
  }

  private void add(Entry entry) {
    entries.put(entry.key.toByteArray(), entry.encode());
    byOwner.put(ownerKey(entry), NOTHING);
    shares.added(entry.owner.bytes(), entry.size());
  }

  private void remove(Entry entry) {
    entries.remove(entry.key.toByteArray());
    byOwner.remove(ownerKey(entry));
    shares.removed(entry.owner.bytes(), entry.size());
  }

  /** Takes out an entry, if it is there. */
  synchronized void remove(Bytes key) {
    byte[] raw = key.toByteArray();
    byte[] present = entries.get(raw);
    if (present != null) {
      remove(Entry.decode(raw, present));
    }
  }

  /** Takes out what has ended; returns how much that was. */
  int sweep(Instant now) {
    int ended = 0;
    Cursor<byte[], byte[]> cursor = entries.cursor(null);
    while (cursor.hasNext()) {
      byte[] key = cursor.next();
      if (!now.isBefore(Entry.decode(key, cursor.getValue()).expires)) {
        ended += removeIfEnded(key, now);
      }
    }
    return ended;
  }

  /** It may have been put anew since it was looked at. */
  private synchronized int removeIfEnded(byte[] key, Instant now) {
    byte[] value = entries.get(key);
    if (value == null || now.isBefore(Entry.decode(key, value).expires)) {
      return 0;
    }
    remove(Entry.decode(key, value));
    return 1;
  }

  synchronized int size() {
    return shares.entries();
  }

  synchronized long bytes() {
    return shares.bytes();
  }
}

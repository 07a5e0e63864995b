package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.record.VersionRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Under what a record is stored: name, zero, version, zero, length of the publisher's id, the id,
 * and sixteen bytes for what identifies the archive. So the records of a name lie together, and in
 * them those of a version.
 */
final class RecordKey {
  private static final Bytes ZERO = Bytes.of(0);
  private static final int ARCHIVE_BYTES = 16;

  private RecordKey() {}

  static byte[] of(SignedRecord record) {
    return Bytes.concat(
            publisherPrefix(record.name(), record.version(), record.publisher()),
            archive(record.content()))
        .toByteArray();
  }

  /** Before all records of a name. */
  static Bytes prefix(PackageName name) {
    return Bytes.concat(utf8(name.value()), ZERO);
  }

  /** Before all records of a version. */
  static Bytes prefix(PackageName name, Version version) {
    return Bytes.concat(prefix(name), utf8(version.toString()), ZERO);
  }

  /** Before all records of a version by one publisher. */
  static Bytes publisherPrefix(PackageName name, Version version, PeerId publisher) {
    Bytes id = publisher.bytes();
    return Bytes.concat(prefix(name, version), Bytes.of(id.size()), id);
  }

  /** Whose record it is. */
  static PeerId publisher(byte[] key) {
    return PeerId.decode(Bytes.copyOf(key, publisherAt(key), key.length - ARCHIVE_BYTES));
  }

  private static int publisherAt(byte[] key) {
    int zeros = 0;
    for (int at = 0; at < key.length; at++) {
      zeros += key[at] == 0 ? 1 : 0;
      if (zeros == 2) {
        return at + 2;
      }
    }
    throw new IllegalArgumentException("no key of a record");
  }

  static PackageName name(byte[] key) {
    int end = 0;
    while (key[end] != 0) {
      end++;
    }
    return new PackageName(new String(key, 0, end, StandardCharsets.UTF_8));
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static Bytes archive(VersionRecord content) {
    byte[] size = ByteBuffer.allocate(Long.BYTES).putLong(content.archive().sizeBytes()).array();
    return Multihash.sha256(
            Bytes.concat(
                Bytes.fromHex(content.archive().sha256().hex()),
                Bytes.fromHex(content.archive().sha512().hex()),
                Bytes.copyOf(size),
                content.cid().encode()))
        .digest()
        .slice(0, ARCHIVE_BYTES);
  }

  static Bytes utf8(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.ggen.registry.p2p.record;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** Records and keys for tests, the same for the same numbers. */
public final class TestRecords {
  /** When everything was published, unless said otherwise. */
  public static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

  private static final Map<Integer, PrivateKey> KEYS = new ConcurrentHashMap<>();

  private TestRecords() {}

  /** The key of a number. */
  public static PrivateKey key(int number) {
    return KEYS.computeIfAbsent(number, TestRecords::newKey);
  }

  private static PrivateKey newKey(int number) {
    byte[] seed = ByteBuffer.allocate(32).putInt(number + 1).array();
    byte[] publicKey = new byte[32];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return PrivateKey.decode(
        Bytes.concat(Bytes.of(8, 1, 18, 64), Bytes.copyOf(seed), Bytes.copyOf(publicKey)));
  }

  /** Whose key that is. */
  public static PeerId peer(int number) {
    return key(number).publicKey().peerId();
  }

  /** An archive of which nothing but a text is known. */
  public static ArchiveFacts archive(String text) {
    Bytes bytes = Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    return new ArchiveFacts(
        Digest.of(Digest.Algorithm.SHA256, Multihash.sha256(bytes).digest().toByteArray()),
        Digest.of(Digest.Algorithm.SHA512, Multihash.sha512(bytes).digest().toByteArray()),
        1_000);
  }

  /** The same archive's CID. */
  public static Cid cid(String text) {
    return Cid.v1(Cid.RAW, Multihash.sha256(Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8))));
  }

  /** What somebody says of a version. */
  public static VersionRecord content(
      Manifest manifest, String archive, long sequence, @Nullable String yanked) {
    return new VersionRecord(
        manifest, 0, cid(archive), archive(archive), TIME, sequence, yanked, null);
  }

  /** A small manifest. */
  public static Manifest manifest(String name, String version) {
    return new Manifest(
        new PackageName(name),
        Version.of(version),
        "A package named " + name + ".",
        "testing",
        List.of("one", "two"),
        List.of(),
        List.of(),
        "MIT",
        null,
        null,
        Collections.emptyNavigableMap(),
        null);
  }

  /** A signed record; the archive's bytes follow from its name. */
  public static SignedRecord record(
      int key, String name, String version, String archive, long sequence) {
    return SignedRecord.seal(key(key), content(manifest(name, version), archive, sequence, null));
  }

  /** The first word on a version, with bytes that only the publisher has. */
  public static SignedRecord record(int key, String name, String version) {
    return record(key, name, version, name + version + "by" + key, 1);
  }

  /** A yank. */
  public static SignedRecord yank(SignedRecord record, int key, long sequence) {
    return SignedRecord.seal(key(key), record.content().marked(sequence, "withdrawn", null));
  }

  /** A grant. */
  public static SignedGrant grant(int registry, String name, long serial, PeerId... publishers) {
    return SignedGrant.seal(
        key(registry), OwnershipGrant.of(new PackageName(name), List.of(publishers), serial, TIME));
  }
}

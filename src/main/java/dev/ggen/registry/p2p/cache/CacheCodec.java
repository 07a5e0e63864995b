package dev.ggen.registry.p2p.cache;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Entries of the cache as bytes of our own file. Pure. */
final class CacheCodec {
  private static final int VERSION = 1;

  private CacheCodec() {}

  /** An archive and the inner nodes of its DAG. */
  record Entry(CachedArchive archive, Map<Cid, Bytes> nodes) {
    Entry {
      nodes = Map.copyOf(nodes);
    }
  }

  static byte[] encode(Entry entry) {
    try {
      CachedArchive archive = entry.archive();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      out.writeUTF(archive.facts().sha256().hex());
      out.writeUTF(archive.facts().sha512().hex());
      out.writeLong(archive.facts().sizeBytes());
      write(out, archive.root().encode());
      out.writeUTF(archive.name().value());
      out.writeUTF(archive.version().toString());
      out.writeLong(archive.usedAt().toEpochMilli());
      out.writeBoolean(archive.pinned());
      out.writeBoolean(archive.published());
      out.writeInt(entry.nodes().size());
      for (Map.Entry<Cid, Bytes> node : entry.nodes().entrySet()) {
        write(out, node.getKey().encode());
        write(out, node.getValue());
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes everything", e);
    }
  }

  private static void write(DataOutputStream out, Bytes bytes) throws IOException {
    out.writeInt(bytes.size());
    out.write(bytes.toByteArray());
  }

  /**
   * @throws IOException if it is no entry of this version
   * @throws RuntimeException if a value in it breaks a rule
   */
  static Entry decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("an entry of version " + version);
    }
    ArchiveFacts facts =
        new ArchiveFacts(
            new Digest(Digest.Algorithm.SHA256, in.readUTF()),
            new Digest(Digest.Algorithm.SHA512, in.readUTF()),
            in.readLong());
    CachedArchive archive =
        new CachedArchive(
            facts,
            Cid.decode(read(in)),
            new PackageName(in.readUTF()),
            Version.of(in.readUTF()),
            Instant.ofEpochMilli(in.readLong()),
            in.readBoolean(),
            in.readBoolean());
    Map<Cid, Bytes> nodes = new LinkedHashMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      nodes.put(Cid.decode(read(in)), read(in));
    }
    return new Entry(archive, nodes);
  }

  private static Bytes read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("an entry is cut off");
    }
    return Bytes.copyOf(in.readNBytes(length));
  }
}

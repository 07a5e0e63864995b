package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.model.PackageName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where the entry with a hash is stored: a record under its {@link RecordKey}, a grant in the state
 * of its name.
 */
sealed interface EntryPlace {
  /**
   * A record.
   *
   * @param bytes length of its envelope
   * @param key its key
   */
  record OfRecord(int bytes, Bytes key) implements EntryPlace {}

  /** A grant. */
  record OfGrant(PackageName name, PeerId registry) implements EntryPlace {}

  /** The place as it is stored. */
  default byte[] encode() {
    return switch (this) {
      case OfRecord(int bytes, Bytes key) ->
          ByteBuffer.allocate(1 + Integer.BYTES + key.size())
              .put((byte) 'r')
              .putInt(bytes)
              .put(key.buffer())
              .array();
      case OfGrant(PackageName name, PeerId registry) -> {
        Bytes id = registry.bytes();
        byte[] text = name.value().getBytes(StandardCharsets.UTF_8);
        yield ByteBuffer.allocate(2 + id.size() + text.length)
            .put((byte) 'g')
            .put((byte) id.size())
            .put(id.buffer())
            .put(text)
            .array();
      }
    };
  }

  /** Reads what {@link #encode} has written. */
  static EntryPlace decode(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    if (in.get() == 'r') {
      int bytes = in.getInt();
      return new OfRecord(bytes, Bytes.copyOf(value, in.position(), value.length));
    }
    int nameAt = 2 + in.get();
    return new OfGrant(
        new PackageName(new String(value, nameAt, value.length - nameAt, StandardCharsets.UTF_8)),
        PeerId.decode(Bytes.copyOf(value, 2, nameAt)));
  }
}

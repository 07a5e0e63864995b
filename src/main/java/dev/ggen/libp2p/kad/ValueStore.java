package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * The values that this node holds: "Value storage and retrieval". They are valid when they come.
 */
final class ValueStore {
  private final SharedSpace space;
  private final KadSettings.Storage settings;

  ValueStore(SharedSpace space, KadSettings.Storage settings) {
    this.space = space;
    this.settings = settings;
  }

  Optional<KadRecord> get(Bytes key, Instant now) {
    return space.get(key, now).map(entry -> record(key, entry.content()));
  }

  private static KadRecord record(Bytes key, Bytes content) {
    Instant received = Instant.ofEpochMilli(content.buffer().getLong());
    return new KadRecord(
        key, content.slice(Long.BYTES, content.size()), Optional.of(received.toString()));
  }

  /** Keeps a value in place of any other; false if the one who puts it has more than its share. */
  boolean put(Bytes key, Bytes value, PeerId from, Instant now) {
    byte[] received = ByteBuffer.allocate(Long.BYTES).putLong(now.toEpochMilli()).array();
    Bytes content = Bytes.concat(Bytes.copyOf(received), value);
    return space.put(new SharedSpace.Entry(key, from, now.plus(settings.expiry()), content));
  }
}

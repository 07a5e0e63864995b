package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Multihash;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who provides what, as peers have told this node: "Content provider advertisement". */
final class ProviderStore {
  private final SharedSpace space;
  private final KadSettings.Storage settings;

  ProviderStore(SharedSpace space, KadSettings.Storage settings) {
    this.space = space;
    this.settings = settings;
  }

  /** Notes a provider; false if it has more records here than its share. */
  boolean add(Multihash key, KadPeer provider, Instant now) {
    Bytes place = Bytes.concat(key.encode(), provider.id().bytes());
    Instant addressesEnd = now.plus(settings.addressLifetime());
    Bytes content = encode(addressesEnd, provider.addresses());
    return space.put(
        new SharedSpace.Entry(place, provider.id(), now.plus(settings.expiry()), content));
  }

  /** Those who provide it, with the addresses that are new enough to be told. */
  List<KadPeer> get(Multihash key, int count, Instant now) {
    List<KadPeer> providers = new ArrayList<>();
    for (SharedSpace.Entry entry : space.startingWith(key.encode(), count, now)) {
      providers.add(
          new KadPeer(entry.owner(), addresses(entry.content(), now), KadPeer.Link.NOT_CONNECTED));
    }
    return providers;
  }

  private static Bytes encode(Instant end, List<Multiaddr> addresses) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(end.toEpochMilli()).array());
    for (Multiaddr address : addresses) {
      byte[] bytes = address.bytes().toByteArray();
      out.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) bytes.length).array());
      out.writeBytes(bytes);
    }
    return Bytes.copyOf(out.toByteArray());
  }

  private static List<Multiaddr> addresses(Bytes content, Instant now) {
    ByteBuffer buffer = content.buffer();
    List<Multiaddr> addresses = new ArrayList<>();
    if (now.isBefore(Instant.ofEpochMilli(buffer.getLong()))) {
      while (buffer.hasRemaining()) {
        byte[] address = new byte[buffer.getShort()];
        buffer.get(address);
        addresses.add(Multiaddr.decode(Bytes.copyOf(address)));
      }
    }
    return addresses;
  }
}

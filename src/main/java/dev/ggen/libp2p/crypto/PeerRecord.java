package dev.ggen.libp2p.crypto;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;

/**
 * A peer's addresses, which it signs itself: <a
 * href="https://github.com/libp2p/specs/blob/master/RFC/0003-routing-records.md">RFC 0003</a>.
 *
 * <p>The RFC speaks of the domain {@code libp2p-routing-state} as a working title; what is spoken
 * on the wire is {@link #DOMAIN} and the registered multicodec {@link #PAYLOAD_TYPE}.
 *
 * @param sequence the higher one replaces the lower one
 */
public record PeerRecord(PeerId peer, long sequence, List<Multiaddr> addresses) {
  /** What a peer signs its record for, so that no other signature of it can pass for one. */
  public static final String DOMAIN = "libp2p-peer-record";

  /** The multicodec {@code libp2p-peer-record}, 0x0301, as the two bytes that are used for it. */
  public static final Bytes PAYLOAD_TYPE = Bytes.of(0x03, 0x01);

  /** Nobody can be reached at so many places. */
  public static final int MAX_ADDRESSES = 128;

  private static final int PEER = 1;
  private static final int SEQUENCE = 2;
  private static final int ADDRESSES = 3;
  private static final int ADDRESS = 1;

  public PeerRecord {
    addresses = List.copyOf(addresses);
    if (addresses.size() > MAX_ADDRESSES) {
      throw new MultiformatException(
          "a peer record of " + addresses.size() + " addresses; at most " + MAX_ADDRESSES);
    }
  }

  /** Signs the record, as the peer that it speaks of. */
  public SignedEnvelope seal(PrivateKey key) {
    if (!key.publicKey().peerId().equals(peer)) {
      throw new IllegalArgumentException("only " + peer + " can sign its record");
    }
    return SignedEnvelope.seal(key, DOMAIN, PAYLOAD_TYPE, encode());
  }

  /**
   * Opens an envelope with a record.
   *
   * @throws MultiformatException if it is malformed
   * @throws InvalidSignatureException if another than the peer itself has signed it
   */
  public static PeerRecord open(Bytes envelope) throws InvalidSignatureException {
    SignedEnvelope opened = SignedEnvelope.open(envelope, DOMAIN, PAYLOAD_TYPE);
    PeerRecord peerRecord = decode(opened.payload());
    if (!opened.key().peerId().equals(peerRecord.peer())) {
      throw new InvalidSignatureException(
          "a record of " + peerRecord.peer() + " signed by " + opened.key().peerId());
    }
    return peerRecord;
  }

  Bytes encode() {
    return Fields.write(out -> {
      out.writeByteArray(PEER, peer.bytes().toByteArray());
      out.writeUInt64(SEQUENCE, sequence);
      for (Multiaddr address : addresses) {
        Bytes info = Fields.write(i -> i.writeByteArray(ADDRESS, address.bytes().toByteArray()));
        out.writeByteArray(ADDRESSES, info.toByteArray());
      }
    });
  }

  static PeerRecord decode(Bytes payload) {
    PeerId[] peer = new PeerId[1];
    long[] sequence = new long[1];
    List<Multiaddr> addresses = new ArrayList<>();
    Fields.read(
        payload,
        "a peer record",
        (tag, in) -> {
          if (tag == Fields.bytes(PEER)) {
            peer[0] = PeerId.decode(Fields.readBytes(in));
          } else if (tag == Fields.number(SEQUENCE)) {
            sequence[0] = in.readUInt64();
          } else if (tag == Fields.bytes(ADDRESSES)) {
            addAddress(Fields.readBytes(in), addresses);
          } else {
            return false;
          }
          return true;
        });
    if (peer[0] == null) {
      throw new MultiformatException("a peer record without peer id");
    }
    return new PeerRecord(peer[0], sequence[0], addresses);
  }

  /** Addresses of protocols that are not known here are left out, not refused. */
  private static void addAddress(Bytes info, List<Multiaddr> addresses) {
    Fields.read(
        info,
        "an address of a peer record",
        (tag, in) -> {
          if (tag != Fields.bytes(ADDRESS)) {
            return false;
          }
          Bytes address = Fields.readBytes(in);
          if (addresses.size() == MAX_ADDRESSES) {
            throw new MultiformatException(
                "a peer record of more than " + MAX_ADDRESSES + " addresses");
          }
          try {
            addresses.add(Multiaddr.decode(address));
          } catch (MultiformatException e) {
            // Not ours to understand: newer protocols come up.
            return true;
          }
          return true;
        });
  }
}

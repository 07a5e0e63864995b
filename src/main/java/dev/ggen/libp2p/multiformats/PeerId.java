package dev.ggen.libp2p.multiformats;

import java.util.Optional;

/**
 * Who a peer is: the hash of its public key, or a short key itself. <a
 * href="https://github.com/libp2p/specs/blob/master/peer-ids/peer-ids.md">libp2p peer ids</a>, and
 * RFC 0001 for the form as CID.
 */
public record PeerId(Multihash hash) implements Comparable<PeerId> {
  /** "Peer Ids": keys up to this length are inlined by the identity hash. */
  public static final int MAX_INLINED_KEY_BYTES = 42;

  public PeerId {
    boolean inlined = hash.code() == Multihash.IDENTITY;
    if (!inlined && hash.code() != Multihash.SHA2_256) {
      throw new MultiformatException(
          "a peer id is a sha2-256 or identity multihash, not 0x" + Long.toHexString(hash.code()));
    }
    if (inlined && (hash.digest().isEmpty() || hash.digest().size() > MAX_INLINED_KEY_BYTES)) {
      throw new MultiformatException(
          "a peer id can't inline a key of " + hash.digest().size() + " bytes");
    }
  }

  /** Of a public key in its protobuf form. */
  public static PeerId ofKey(Bytes encodedKey) {
    return new PeerId(
        encodedKey.size() <= MAX_INLINED_KEY_BYTES
            ? Multihash.identity(encodedKey)
            : Multihash.sha256(encodedKey));
  }

  /** "Decoding": bare base58btc if it begins with 1 or Qm, else a CID of a libp2p key. */
  public static PeerId parse(String text) {
    if (text.startsWith("1") || text.startsWith("Qm")) {
      return decode(BaseN.BASE58_BTC.decode(text));
    }
    Cid cid = Cid.parse(text);
    if (cid.codec() != Cid.LIBP2P_KEY) {
      throw new MultiformatException(
          "a peer id as CID has the codec libp2p-key (0x72), not 0x"
              + Long.toHexString(cid.codec()));
    }
    return new PeerId(cid.hash());
  }

  /** From the multihash, whole. */
  public static PeerId decode(Bytes bytes) {
    return new PeerId(Multihash.decode(bytes));
  }

  /** The multihash, which is the form on the wire. */
  public Bytes bytes() {
    return hash.encode();
  }

  /** The id as a CID of version 1 with the codec libp2p-key: RFC 0001. */
  public Cid toCid() {
    return Cid.v1(Cid.LIBP2P_KEY, hash);
  }

  /** The key in its protobuf form, if the id has it. */
  public Optional<Bytes> inlinedKey() {
    return hash.code() == Multihash.IDENTITY ? Optional.of(hash.digest()) : Optional.empty();
  }

  @Override
  public int compareTo(PeerId other) {
    return bytes().compareTo(other.bytes());
  }

  /** In base58btc: the form that every implementation reads. */
  @Override
  public String toString() {
    return BaseN.BASE58_BTC.encode(bytes());
  }
}

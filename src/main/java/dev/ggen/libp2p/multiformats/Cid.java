package dev.ggen.libp2p.multiformats;

import java.nio.ByteBuffer;

/**
 * The id of a content, by its hash: <a href="https://github.com/multiformats/cid">CID</a>, versions
 * 0 and 1.
 *
 * @param version 0 or 1
 * @param codec what the bytes mean, by the multicodec table; in version 0 always {@link #DAG_PB}
 */
public record Cid(int version, long codec, Multihash hash) {
  /** Any bytes. */
  public static final long RAW = 0x55;

  /** A node of a Merkle DAG in protobuf. */
  public static final long DAG_PB = 0x70;

  /** A public key, for peer ids. */
  public static final long LIBP2P_KEY = 0x72;

  private static final int V0_CHARS = 46;
  private static final String V0_PREFIX = "Qm";
  private static final Bytes V0_HASH = Bytes.of(0x12, 0x20);

  public Cid {
    if (version != 0 && version != 1) {
      throw new MultiformatException("CID of version " + version + "; 0 and 1 are known");
    }
    if (version == 0 && (codec != DAG_PB || hash.code() != Multihash.SHA2_256)) {
      throw new MultiformatException("a CID of version 0 can only be dag-pb by sha2-256");
    }
  }

  /** Of version 0; the hash must be sha2-256. */
  public static Cid v0(Multihash hash) {
    return new Cid(0, DAG_PB, hash);
  }

  /** Of version 1. */
  public static Cid v1(long codec, Multihash hash) {
    return new Cid(1, codec, hash);
  }

  /** From text: version 0 begins with Qm, version 1 with a character that names the base. */
  public static Cid parse(String text) {
    if (text.length() == V0_CHARS && text.startsWith(V0_PREFIX)) {
      return v0(Multihash.decode(BaseN.BASE58_BTC.decode(text)));
    }
    Cid cid = decode(Multibase.decode(text));
    if (cid.version() == 0) {
      throw new MultiformatException("a CID of version 0 is written in bare base58btc");
    }
    return cid;
  }

  /** From the binary form, whole. */
  public static Cid decode(Bytes bytes) {
    ByteBuffer buffer = bytes.buffer();
    Cid cid = read(buffer);
    if (buffer.hasRemaining()) {
      throw new MultiformatException(buffer.remaining() + " bytes follow the CID");
    }
    return cid;
  }

  /** Reads one from a buffer's position on. */
  public static Cid read(ByteBuffer buffer) {
    int at = buffer.position();
    if (buffer.remaining() > 1
        && buffer.get(at) == V0_HASH.at(0)
        && buffer.get(at + 1) == V0_HASH.at(1)) {
      return v0(Multihash.read(buffer));
    }
    long version = Varint.read(buffer);
    if (version != 1) {
      throw new MultiformatException("CID of version " + version + "; 0 and 1 are known");
    }
    return v1(Varint.read(buffer), Multihash.read(buffer));
  }

  /** The binary form. */
  public Bytes encode() {
    return version == 0
        ? hash.encode()
        : Bytes.concat(Varint.encode(1), Varint.encode(codec), hash.encode());
  }

  /** The same content as version 1. */
  public Cid toV1() {
    return version == 1 ? this : v1(codec, hash);
  }

  /** In a base of choice; version 0 has only base58btc, without prefix. */
  public String toString(Multibase base) {
    return version == 0 ? BaseN.BASE58_BTC.encode(encode()) : base.encode(encode());
  }

  /** Version 0 in base58btc, version 1 in base32. */
  @Override
  public String toString() {
    return toString(Multibase.BASE32);
  }
}

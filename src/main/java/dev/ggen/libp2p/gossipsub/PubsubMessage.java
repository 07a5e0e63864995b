package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;

/**
 * A message as it travels: {@code Message} of pubsub, "The RPC". Fields that are not there are
 * empty. Equal if the encodings are.
 *
 * @param from the author's peer id
 * @param data what the message says
 * @param seqno the author's number of it
 * @param topic whom it is for
 * @param signature the author's
 * @param key the author's public key, where the peer id does not have it
 * @param encoded the whole as it came or will go, so that forwarding encodes nothing
 */
public record PubsubMessage(
    Bytes from, Bytes data, Bytes seqno, String topic, Bytes signature, Bytes key, Bytes encoded) {

  /** Without signature, not encoded yet. */
  static PubsubMessage unsigned(Bytes from, Bytes data, Bytes seqno, String topic) {
    return new PubsubMessage(from, data, seqno, topic, Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY)
        .withEncoding();
  }

  /** The same with the encoding of its fields. */
  PubsubMessage withEncoding() {
    return new PubsubMessage(
        from, data, seqno, topic, signature, key, RpcCodec.encodeMessage(this));
  }

  /** The same with a signature and, if it is not in the peer id, the key. */
  PubsubMessage signed(Bytes newSignature, Bytes newKey) {
    return new PubsubMessage(from, data, seqno, topic, newSignature, newKey, Bytes.EMPTY)
        .withEncoding();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PubsubMessage that && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }
}

package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.crypto.PublicKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.PeerId;
import java.nio.charset.StandardCharsets;

/** {@code /pk/<peer id>} holds the peer's public key. There is only one, so none is better. */
public final class PublicKeyValidator implements RecordValidator {
  /** Its namespace. */
  public static final String NAMESPACE = "pk";

  private static final Bytes PREFIX = Bytes.copyOf("/pk/".getBytes(StandardCharsets.US_ASCII));

  /** Where a peer's key is found. */
  public static Bytes key(PeerId peer) {
    return Bytes.concat(PREFIX, peer.bytes());
  }

  @Override
  public void validate(Bytes key, Bytes value) throws InvalidRecordException {
    try {
      if (!key.startsWith(PREFIX)) {
        throw new InvalidRecordException("no key of /pk");
      }
      PeerId peer = PeerId.decode(key.slice(PREFIX.size(), key.size()));
      if (!PublicKey.decode(value).peerId().equals(peer)) {
        throw new InvalidRecordException("the public key of somebody else than " + peer);
      }
    } catch (MultiformatException e) {
      throw new InvalidRecordException("no record of /pk: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean isBetter(Bytes key, Bytes candidate, Bytes present) {
    return false;
  }
}

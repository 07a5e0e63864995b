package dev.ggen.registry.p2p.record;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.model.PackageName;

/**
 * Something signed that nodes pass on to each other unaltered: a {@link SignedRecord} or a {@link
 * SignedGrant}. Whoever holds one that came from {@link #open} knows that its signature is right;
 * whether the signer is to be believed is a question of trust.
 */
public sealed interface SignedEntry permits SignedRecord, SignedGrant {
  /** The most bytes of an envelope: what a value of the DHT may have. */
  int MAX_BYTES = 8 * 1024;

  /** The package concerned. */
  PackageName name();

  /** Whose key has signed it. */
  PeerId signer();

  /** The signed envelope as it travels. */
  Bytes envelope();

  /** The SHA-256 of the envelope, 32 bytes: what nodes compare their catalogues by. */
  Bytes hash();

  /**
   * Reads an envelope of either kind and checks everything that can be checked without knowing
   * anything else: size, encoding, signature, and the limits of each field.
   *
   * @throws InvalidEntryException if any of it is wrong
   */
  static SignedEntry open(Bytes envelope) throws InvalidEntryException {
    return Sealing.open(envelope);
  }

  /**
   * Reads back what {@link #open} has once accepted, without checking the signature anew, which
   * takes ten times as long. For one's own storage only.
   *
   * @throws InvalidEntryException if it is damaged
   */
  static SignedEntry readBack(Bytes envelope) throws InvalidEntryException {
    return Sealing.read(envelope);
  }
}

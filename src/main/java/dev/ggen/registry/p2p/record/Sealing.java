package dev.ggen.registry.p2p.record;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.crypto.SignedEnvelope;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;

/** Envelopes around records and grants. Pure. */
final class Sealing {
  private Sealing() {}

  /** Signs a payload; it must fit. */
  static Bytes seal(PrivateKey key, String domain, Bytes type, Bytes payload) {
    Bytes envelope = SignedEnvelope.seal(key, domain, type, payload).encode();
    if (envelope.size() > SignedEntry.MAX_BYTES) {
      throw new IllegalArgumentException(
          "an envelope of %d bytes; at most %d travel"
              .formatted(envelope.size(), SignedEntry.MAX_BYTES));
    }
    return envelope;
  }

  static Bytes hash(Bytes envelope) {
    return Multihash.sha256(envelope).digest();
  }

  static SignedEntry open(Bytes encoded) throws InvalidEntryException {
    SignedEnvelope envelope = decode(encoded);
    SignedEntry entry = entry(envelope, encoded);
    if (!envelope.verifies(domain(entry))) {
      throw new InvalidEntryException("The signature is not that of " + entry.signer() + ".");
    }
    return entry;
  }

  private static String domain(SignedEntry entry) {
    return switch (entry) {
      case SignedRecord _ -> SignedRecord.DOMAIN;
      case SignedGrant _ -> SignedGrant.DOMAIN;
    };
  }

  static SignedEntry read(Bytes encoded) throws InvalidEntryException {
    return entry(decode(encoded), encoded);
  }

  /** Only the shortest encoding: whoever could vary it would make many entries out of one. */
  private static SignedEnvelope decode(Bytes encoded) throws InvalidEntryException {
    if (encoded.size() > SignedEntry.MAX_BYTES) {
      throw new InvalidEntryException(
          "An envelope of %d bytes; at most %d are taken."
              .formatted(encoded.size(), SignedEntry.MAX_BYTES));
    }
    try {
      SignedEnvelope envelope = SignedEnvelope.decode(encoded);
      if (!envelope.encode().equals(encoded)) {
        throw new InvalidEntryException("An envelope that is not encoded canonically.");
      }
      return envelope;
    } catch (IllegalArgumentException e) {
      throw new InvalidEntryException("No signed envelope: " + e.getMessage(), e);
    }
  }

  private static SignedEntry entry(SignedEnvelope envelope, Bytes encoded)
      throws InvalidEntryException {
    if (envelope.payloadType().equals(SignedRecord.PAYLOAD_TYPE)) {
      return new SignedRecord(
          RecordCodec.decode(envelope.payload()), envelope.key().peerId(), encoded, hash(encoded));
    }
    if (envelope.payloadType().equals(SignedGrant.PAYLOAD_TYPE)) {
      return new SignedGrant(
          GrantCodec.decode(envelope.payload()), envelope.key().peerId(), encoded, hash(encoded));
    }
    throw new InvalidEntryException(
        "A payload of the unknown type " + envelope.payloadType() + ".");
  }
}

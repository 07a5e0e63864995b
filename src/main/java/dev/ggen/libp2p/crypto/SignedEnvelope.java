package dev.ggen.libp2p.crypto;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.Varint;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A payload with its signature and the key that made it: <a
 * href="https://github.com/libp2p/specs/blob/master/RFC/0002-signed-envelopes.md">RFC 0002</a>.
 *
 * @param payloadType what the payload is, as a multicodec
 */
public record SignedEnvelope(PublicKey key, Bytes payloadType, Bytes payload, Bytes signature) {
  /** Records are far smaller; identify's messages are not. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final int KEY = 1;
  private static final int PAYLOAD_TYPE = 2;
  private static final int PAYLOAD = 3;
  private static final int SIGNATURE = 5;

  /** Signs a payload for one purpose, which the domain names. */
  public static SignedEnvelope seal(
      PrivateKey key, String domain, Bytes payloadType, Bytes payload) {
    Bytes signature = key.sign(signed(domain, payloadType, payload));
    return new SignedEnvelope(key.publicKey(), payloadType, payload, signature);
  }

  /**
   * Decodes an envelope and checks its signature and its type.
   *
   * @throws MultiformatException if it is no envelope
   * @throws InvalidSignatureException if it was not signed by its key for this domain, or is of
   *     another type
   */
  public static SignedEnvelope open(Bytes encoded, String domain, Bytes payloadType)
      throws InvalidSignatureException {
    SignedEnvelope envelope = decode(encoded);
    if (!envelope.payloadType().equals(payloadType)) {
      throw new InvalidSignatureException(
          "an envelope of type " + envelope.payloadType() + " instead of " + payloadType);
    }
    if (!envelope.verifies(domain)) {
      throw new InvalidSignatureException("an envelope's signature is not its key's");
    }
    return envelope;
  }

  /** Decodes without checking the signature. */
  public static SignedEnvelope decode(Bytes encoded) {
    if (encoded.size() > MAX_BYTES) {
      throw new MultiformatException(
          "an envelope of " + encoded.size() + " bytes; at most " + MAX_BYTES + " are taken");
    }
    @Nullable Bytes[] found = new @Nullable Bytes[SIGNATURE + 1];
    Fields.read(
        encoded,
        "an envelope",
        (tag, in) -> {
          int field = tag >>> 3;
          if (field > SIGNATURE || field == 4 || tag != Fields.bytes(field)) {
            return false;
          }
          found[field] = Fields.readBytes(in);
          return true;
        });
    return new SignedEnvelope(
        PublicKey.decode(present(found[KEY], "public key")),
        present(found[PAYLOAD_TYPE], "payload type"),
        present(found[PAYLOAD], "payload"),
        present(found[SIGNATURE], "signature"));
  }

  private static Bytes present(@Nullable Bytes field, String name) {
    if (field == null) {
      throw new MultiformatException("an envelope without " + name);
    }
    return field;
  }

  /** The protobuf message {@code Envelope}. */
  public Bytes encode() {
    return Fields.write(out -> {
      out.writeByteArray(KEY, key.encode().toByteArray());
      out.writeByteArray(PAYLOAD_TYPE, payloadType.toByteArray());
      out.writeByteArray(PAYLOAD, payload.toByteArray());
      out.writeByteArray(SIGNATURE, signature.toByteArray());
    });
  }

  /** Whether the key has signed the payload for this domain. */
  public boolean verifies(String domain) {
    return key.verify(signed(domain, payloadType, payload), signature);
  }

  /** RFC 0002, "Signature Production / Verification": each part behind its length. */
  private static Bytes signed(String domain, Bytes payloadType, Bytes payload) {
    Bytes name = Bytes.copyOf(domain.getBytes(StandardCharsets.UTF_8));
    return Bytes.concat(
        Varint.encode(name.size()),
        name,
        Varint.encode(payloadType.size()),
        payloadType,
        Varint.encode(payload.size()),
        payload);
  }
}

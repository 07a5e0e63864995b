package dev.ggen.libp2p.crypto;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** Signatures of secp256k1, which Java itself no longer has: peer ids, "Secp256k1". */
final class Secp256k1Verifier implements Verifier {
  private static final ECDomainParameters DOMAIN = domain();
  private static final int COMPRESSED_BYTES = 33;

  private final ECPublicKeyParameters key;

  Secp256k1Verifier(Bytes data) {
    if (data.size() != COMPRESSED_BYTES) {
      throw new MultiformatException(
          "a secp256k1 key has 33 bytes, compressed, not " + data.size());
    }
    try {
      key = new ECPublicKeyParameters(DOMAIN.getCurve().decodePoint(data.toByteArray()), DOMAIN);
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("not a point of secp256k1", e);
    }
  }

  private static ECDomainParameters domain() {
    X9ECParameters curve = CustomNamedCurves.getByName("secp256k1");
    return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
  }

  @Override
  public boolean verify(byte[] message, byte[] signature) {
    try {
      BigInteger[] pair = StandardDSAEncoding.INSTANCE.decode(DOMAIN.getN(), signature);
      ECDSASigner signer = new ECDSASigner();
      signer.init(false, key);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(message);
      return signer.verifySignature(hash, pair[0], pair[1]);
    } catch (IOException | RuntimeException e) {
      // Malformed.
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }
}

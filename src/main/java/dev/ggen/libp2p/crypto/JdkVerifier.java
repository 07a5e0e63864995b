package dev.ggen.libp2p.crypto;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.EllipticCurve;
import java.security.spec.X509EncodedKeySpec;

/** Signatures that Java itself can check: peer ids, "RSA" and "ECDSA". */
record JdkVerifier(java.security.PublicKey key, String algorithm) implements Verifier {
  /** Smaller RSA keys can be broken; larger ones are a way to keep us busy. */
  static final int MIN_RSA_BITS = 2_048;

  static final int MAX_RSA_BITS = 8_192;

  private static final int P256_BITS = 256;

  static JdkVerifier rsa(Bytes data) {
    RSAPublicKey key = (RSAPublicKey) key("RSA", data);
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
      throw new MultiformatException(
          "an RSA key of "
              + bits
              + " bits; "
              + MIN_RSA_BITS
              + " to "
              + MAX_RSA_BITS
              + " are taken");
    }
    return new JdkVerifier(key, "SHA256withRSA");
  }

  static JdkVerifier ecdsa(Bytes data) {
    ECPublicKey key = (ECPublicKey) key("EC", data);
    if (key.getParams().getOrder().bitLength() != P256_BITS) {
      throw new MultiformatException("an ECDSA key on another curve than P-256");
    }
    if (!isOnCurve(key)) {
      throw new MultiformatException("an ECDSA key that is no point of P-256");
    }
    return new JdkVerifier(key, "SHA256withECDSA");
  }

  /** Java looks at that only when the key is used. */
  private static boolean isOnCurve(ECPublicKey key) {
    EllipticCurve curve = key.getParams().getCurve();
    BigInteger prime = ((ECFieldFp) curve.getField()).getP();
    BigInteger x = key.getW().getAffineX();
    BigInteger y = key.getW().getAffineY();
    BigInteger right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB());
    return x.compareTo(prime) < 0
        && y.compareTo(prime) < 0
        && y.multiply(y).mod(prime).equals(right.mod(prime));
  }

  private static java.security.PublicKey key(String algorithm, Bytes encoded) {
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new MultiformatException("not an encoded " + algorithm + " public key", e);
    }
  }

  @Override
  public boolean verify(byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      // Malformed.
      return false;
    }
  }
}

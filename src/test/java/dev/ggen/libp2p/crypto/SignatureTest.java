package dev.ggen.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;

/** Signatures that others made are accepted, and nothing that only resembles them. */
class SignatureTest {
  private static final Bytes MESSAGE = Bytes.copyOf("message".getBytes(StandardCharsets.UTF_8));
  private static final Bytes OTHER = Bytes.copyOf("massage".getBytes(StandardCharsets.UTF_8));

  @Test
  void ed25519SignaturesAreChecked() {
    PrivateKey key = PrivateKey.generate();

    check(key.publicKey(), key.sign(MESSAGE));
    assertThat(PrivateKey.generate().publicKey().verify(MESSAGE, key.sign(MESSAGE))).isFalse();
  }

  @Test
  void rsaSignaturesAreChecked() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    checkJdk(KeyType.RSA, generator.generateKeyPair(), "SHA256withRSA");
  }

  @Test
  void ecdsaSignaturesAreChecked() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    checkJdk(KeyType.ECDSA, generator.generateKeyPair(), "SHA256withECDSA");
  }

  private static void checkJdk(KeyType type, KeyPair pair, String algorithm)
      throws GeneralSecurityException {
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE.toByteArray());
    Bytes data = Bytes.copyOf(pair.getPublic().getEncoded());
    check(PublicKey.decode(PublicKey.encode(type, data)), Bytes.copyOf(signer.sign()));
  }

  @Test
  void secp256k1SignaturesAreChecked() throws IOException {
    X9ECParameters curve = CustomNamedCurves.getByName("secp256k1");
    ECDomainParameters domain =
        new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    BigInteger secret = new BigInteger(1, sha256(OTHER));
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(secret, domain));
    BigInteger[] pair = signer.generateSignature(sha256(MESSAGE));
    byte[] signature = StandardDSAEncoding.INSTANCE.encode(domain.getN(), pair[0], pair[1]);
    Bytes point = Bytes.copyOf(curve.getG().multiply(secret).normalize().getEncoded(true));

    PublicKey key = PublicKey.decode(PublicKey.encode(KeyType.SECP256K1, point));
    check(key, Bytes.copyOf(signature));
  }

  private static byte[] sha256(Bytes bytes) {
    return Multihash.sha256(bytes).digest().toByteArray();
  }

  private static void check(PublicKey key, Bytes signature) {
    assertThat(key.verify(MESSAGE, signature)).isTrue();
    assertThat(key.verify(OTHER, signature)).isFalse();
    assertThat(key.verify(MESSAGE, Bytes.EMPTY)).isFalse();
    assertThat(key.verify(MESSAGE, Bytes.concat(signature, Bytes.of(0)))).isFalse();
    for (int at = 0; at < signature.size(); at++) {
      assertThat(key.verify(MESSAGE, signature.slice(0, at))).isFalse();
      byte[] tampered = signature.toByteArray();
      tampered[at] ^= 1;
      assertThat(key.verify(MESSAGE, Bytes.copyOf(tampered))).as("byte %s", at).isFalse();
    }
    for (String nested : new String[] {"3080", "30820fff", "2480"}) {
      Bytes deep = Bytes.fromHex(nested.repeat(30_000));
      assertThat(key.verify(MESSAGE, deep)).as(nested).isFalse();
    }
  }
}

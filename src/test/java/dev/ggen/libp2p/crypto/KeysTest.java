package dev.ggen.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of the specifications, and keys and signatures that are none. */
class KeysTest {
  private static final String ED25519_PRIVATE =
      "080112407e0830617c4a7de83925dfb2694556b12936c477a0e1feb2e148ec9da60fee7d"
          + "1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e";
  private static final String ED25519_PUBLIC =
      "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e";
  private static final String ECDSA_PUBLIC =
      "0803125b3059301306072a8648ce3d020106082a8648ce3d03010703420004de3d300fa36ae0e8f5d530899d83ab"
          + "ab44abf3161f162a4bc901d8e6ecda020e8b6d5f8da30525e71d6851510c098e5c47c646a597fb4dcec034e9"
          + "f77c409e62";
  private static final String SECP256K1_PRIVATE =
      "53dadf1d5a164d6b4acdb15e24aa4c5b1d3461bdbd42abedb0a4404d56ced8fb";
  private static final String SECP256K1_PUBLIC =
      "08021221037777e994e452c21604f91de093ce415f5432f701dd8cd1a7a6fea0e630bfca99";
  private static final Bytes MESSAGE = Bytes.of(1, 2, 3);

  @ParameterizedTest
  @CsvSource({
    ED25519_PUBLIC + ", ED25519",
    ECDSA_PUBLIC + ", ECDSA",
    SECP256K1_PUBLIC + ", SECP256K1"
  })
  void publicKeysOfTheSpecificationGoThereAndBack(String hex, KeyType type) {
    PublicKey key = PublicKey.decode(Bytes.fromHex(hex));

    assertThat(key.type()).isEqualTo(type);
    assertThat(key.encode().hex()).isEqualTo(hex);
    assertThat(key)
        .isEqualTo(PublicKey.decode(key.encode()))
        .hasSameHashCodeAs(PublicKey.decode(key.encode()));
  }

  @Test
  void thePrivateKeyOfTheSpecificationHasItsPublicKey() {
    PrivateKey key = PrivateKey.decode(Bytes.fromHex(ED25519_PRIVATE));

    assertThat(key.publicKey().encode().hex()).isEqualTo(ED25519_PUBLIC);
    assertThat(key.encode().hex()).isEqualTo(ED25519_PRIVATE);
    assertThat(key.toString()).doesNotContain("7e0830");
  }

  @Test
  void theOldFormOfAPrivateKeyIsReadIfBothPublicKeysAgree() {
    String pair = ED25519_PRIVATE.substring(8);
    String old = "08011260" + pair + pair.substring(64);

    assertThat(PrivateKey.decode(Bytes.fromHex(old)).encode().hex()).isEqualTo(ED25519_PRIVATE);
    assertThatThrownBy(
            () -> PrivateKey.decode(Bytes.fromHex(old.substring(0, old.length() - 2) + "00")))
        .isInstanceOf(MultiformatException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + " d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
        + " e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + " 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
        + " 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
  })
  void signaturesAreThoseOfRfc8032(
      String seed, String publicKey, String message, String signature) {
    PrivateKey key = PrivateKey.decode(Bytes.fromHex("08011240" + seed + publicKey));

    assertThat(key.sign(Bytes.fromHex(message)).hex()).isEqualTo(signature);
    assertThat(key.publicKey().verify(Bytes.fromHex(message), Bytes.fromHex(signature))).isTrue();
  }

  @Test
  void aPrivateKeyWithAnotherPublicKeyIsRefused() {
    String foreign = "08011240" + "11".repeat(32) + ED25519_PUBLIC.substring(8);

    assertThatThrownBy(() -> PrivateKey.decode(Bytes.fromHex(foreign)))
        .isInstanceOf(MultiformatException.class);
  }

  private static void assertVerifies(PublicKey key, byte[] signature) {
    Bytes good = Bytes.copyOf(signature);
    assertThat(key.verify(MESSAGE, good)).isTrue();
    assertThat(key.verify(Bytes.of(1, 2, 4), good)).isFalse();
    for (int i = 0; i < signature.length; i += 7) {
      byte[] changed = signature.clone();
      changed[i] ^= 1;
      assertThat(key.verify(MESSAGE, Bytes.copyOf(changed))).isFalse();
    }
    for (int cut = 0; cut < signature.length; cut += 5) {
      assertThat(key.verify(MESSAGE, good.slice(0, cut))).isFalse();
    }
  }

  @Test
  void signaturesByEd25519AreChecked() {
    PrivateKey key = PrivateKey.generate();

    assertVerifies(key.publicKey(), key.sign(MESSAGE).toByteArray());
  }

  @Test
  void signaturesByRsaAndEcdsaAreChecked() throws Exception {
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    ec.initialize(new ECGenParameterSpec("secp256r1"));
    assertVerifies(decoded(KeyType.ECDSA, ec.generateKeyPair(), "SHA256withECDSA"), lastSignature);
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2_048);
    assertVerifies(decoded(KeyType.RSA, rsa.generateKeyPair(), "SHA256withRSA"), lastSignature);
  }

  private byte[] lastSignature;

  private PublicKey decoded(KeyType type, KeyPair pair, String algorithm) throws Exception {
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE.toByteArray());
    lastSignature = signer.sign();
    return PublicKey.decode(PublicKey.encode(type, Bytes.copyOf(pair.getPublic().getEncoded())));
  }

  @Test
  void signaturesBySecp256k1AreChecked() throws Exception {
    var curve = CustomNamedCurves.getByName("secp256k1");
    var domain = new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN());
    ECDSASigner signer = new ECDSASigner();
    signer.init(true, new ECPrivateKeyParameters(new BigInteger(SECP256K1_PRIVATE, 16), domain));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(MESSAGE.toByteArray());
    BigInteger[] pair = signer.generateSignature(hash);

    assertVerifies(
        PublicKey.decode(Bytes.fromHex(SECP256K1_PUBLIC)),
        StandardDSAEncoding.INSTANCE.encode(domain.getN(), pair[0], pair[1]));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_024, 16_384})
  void rsaKeysOfOtherSizesAreRefused(int bits) throws Exception {
    // A made-up modulus: only its size matters.
    var modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    byte[] encoded =
        java.security.KeyFactory.getInstance("RSA")
            .generatePublic(
                new java.security.spec.RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537)))
            .getEncoded();

    assertThatThrownBy(() -> PublicKey.decode(PublicKey.encode(KeyType.RSA, Bytes.copyOf(encoded))))
        .isInstanceOf(MultiformatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0801",
        "08011200",
        "0801121f" + "00",
        // the type in two bytes, the data first, a third field, an unknown type
        "08810012201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e",
        "12201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e0801",
        "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e1800",
        "080412201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e",
        // no point of the curve
        "08021221050000000000000000000000000000000000000000000000000000000000000000"
      })
  void otherEncodingsAreRefused(String hex) {
    assertThatThrownBy(() -> PublicKey.decode(Bytes.fromHex(hex)))
        .isInstanceOf(MultiformatException.class);
  }
}

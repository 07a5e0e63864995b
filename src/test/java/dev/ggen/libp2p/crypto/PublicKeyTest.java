package dev.ggen.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.Multihash;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTest {
  private static final Bytes ED25519 =
      Bytes.fromHex("080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e");

  /** The test vectors of "Peer Ids". */
  @ParameterizedTest
  @CsvFileSource(resources = "/dev/ggen/libp2p/crypto/keys.csv")
  void vectorsAreDecodedAndEncoded(KeyType type, String half, String hex) {
    Bytes encoded = Bytes.fromHex(hex);
    if (half.equals("private")) {
      PrivateKey key = PrivateKey.decode(encoded);
      assertThat(key.encode()).isEqualTo(encoded);
      assertThat(key.publicKey().encode()).isEqualTo(ED25519);
      return;
    }
    PublicKey key = PublicKey.decode(encoded);

    assertThat(key.type()).isEqualTo(type);
    assertThat(key.encode()).isEqualTo(encoded);
    assertThat(key).isEqualTo(PublicKey.decode(encoded)).hasSameHashCodeAs(key);
    if (type == KeyType.RSA || type == KeyType.ECDSA) {
      assertThat(key.peerId().hash()).isEqualTo(Multihash.sha256(encoded));
    } else {
      assertThat(key.peerId().inlinedKey()).contains(encoded);
    }
    for (int cut = 0; cut < encoded.size(); cut++) {
      refuse(encoded.slice(0, cut));
    }
  }

  /** Fields in another order, twice, unknown or missing; varints too long; unknown type. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1220DATA0801",
        "08011220DATA1800",
        "080108011220DATA",
        "0801122000000000000000000000000000000000000000000000000000000000000000001220DATA",
        "0881001220DATA",
        "080112a000DATA",
        "1220DATA",
        "0801",
        "08041220DATA",
        "08ffffffffffffffffff011220DATA",
        "0b08011220DATA0c"
      })
  void otherEncodingsOfAKeyAreRefused(String hex) {
    refuse(Bytes.fromHex(hex.replace("DATA", ED25519.slice(4, 36).hex())));
  }

  @Test
  void ed25519KeysHave32Bytes() {
    refuse(PublicKey.encode(KeyType.ED25519, Bytes.copyOf(new byte[31])));
    refuse(PublicKey.encode(KeyType.ED25519, Bytes.copyOf(new byte[33])));
  }

  /** x = 5 is on no point of secp256k1; the long forms have 65 bytes; infinity has one. */
  @Test
  void secp256k1KeysAreCompressedPoints() {
    Bytes five = Bytes.concat(Bytes.copyOf(new byte[31]), Bytes.of(5));
    refuse(PublicKey.encode(KeyType.SECP256K1, Bytes.concat(Bytes.of(2), five)));
    refuse(PublicKey.encode(KeyType.SECP256K1, Bytes.concat(Bytes.of(4), five)));
    refuse(PublicKey.encode(KeyType.SECP256K1, Bytes.of(0)));
  }

  @Test
  void ecdsaKeysArePointsOfP256() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();

    PublicKey.decode(PublicKey.encode(KeyType.ECDSA, Bytes.copyOf(encoded)));
    encoded[encoded.length - 1] ^= 1;
    refuse(PublicKey.encode(KeyType.ECDSA, Bytes.copyOf(encoded)));

    generator.initialize(new ECGenParameterSpec("secp384r1"));
    refuse(
        PublicKey.encode(
            KeyType.ECDSA, Bytes.copyOf(generator.generateKeyPair().getPublic().getEncoded())));
  }

  @Test
  void rsaKeysAreNeitherWeakNorHuge() throws GeneralSecurityException {
    PublicKey.decode(rsa(JdkVerifier.MIN_RSA_BITS));
    PublicKey.decode(rsa(JdkVerifier.MAX_RSA_BITS));
    refuse(rsa(JdkVerifier.MIN_RSA_BITS - 1));
    refuse(rsa(JdkVerifier.MAX_RSA_BITS + 1));
  }

  @Test
  void keysAreMeasuredBeforeTheyAreRead() {
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> PublicKey.decode(Bytes.copyOf(new byte[PublicKey.MAX_BYTES + 1])))
        .withMessageContaining("of 2049 bytes");
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> PublicKey.decode(Bytes.copyOf(new byte[PublicKey.MAX_BYTES])))
        .withMessageNotContaining("2048");
  }

  /** Not a key that anyone could sign by, but of the right size. */
  private static Bytes rsa(int bits) throws GeneralSecurityException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
    RSAPublicKeySpec spec = new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537));
    byte[] encoded = KeyFactory.getInstance("RSA").generatePublic(spec).getEncoded();
    return PublicKey.encode(KeyType.RSA, Bytes.copyOf(encoded));
  }

  private static void refuse(Bytes encoded) {
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> PublicKey.decode(encoded));
  }
}

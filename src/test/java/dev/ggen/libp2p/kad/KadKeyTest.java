package dev.ggen.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KadKeyTest {
  private static final KadKey ZERO = new KadKey(0, 0, 0, 0);

  private static BigInteger number(Bytes key) {
    return new BigInteger(1, Multihash.sha256(key).digest().toByteArray());
  }

  private static Bytes random(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(40)];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }

  @Test
  void theCommonPrefixCountsBitsFromTheHighestOn() {
    assertThat(ZERO.commonPrefix(ZERO)).isEqualTo(256);
    assertThat(ZERO.commonPrefix(new KadKey(Long.MIN_VALUE, 0, 0, 0))).isZero();
    assertThat(ZERO.commonPrefix(new KadKey(1, -1, 0, 0))).isEqualTo(63);
    assertThat(ZERO.commonPrefix(new KadKey(0, -1, 0, 0))).isEqualTo(64);
    assertThat(ZERO.commonPrefix(new KadKey(0, 0, 0, 1))).isEqualTo(255);
  }

  @Test
  void distanceIsTheXorOfTheHashesAsANumber() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      Bytes target = random(random);
      Bytes one = random(random);
      Bytes other = random(random);

      int expected = number(target).xor(number(one)).compareTo(number(target).xor(number(other)));

      assertThat(KadKey.of(target).compareDistance(KadKey.of(one), KadKey.of(other)))
          .as("seed %s, round %s", seed, i)
          .matches(order -> Integer.signum(order) == expected);
      assertThat(KadKey.of(target).commonPrefix(KadKey.of(one)))
          .isEqualTo(256 - number(target).xor(number(one)).bitLength());
    }
  }
}

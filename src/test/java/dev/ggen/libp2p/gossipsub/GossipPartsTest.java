package dev.ggen.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The smaller parts of the engine, each alone. */
class GossipPartsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final PeerId ONE = peer(1);
  private static final PeerId TWO = peer(2);

  static PeerId peer(int number) {
    return PeerId.ofKey(Bytes.of(8, 1, 18, 2, number >> 8 & 0xff, number & 0xff));
  }

  private static Bytes id(int number) {
    return Bytes.of(number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff);
  }

  private static PubsubMessage message(String topic, int bytes) {
    return PubsubMessage.unsigned(Bytes.EMPTY, Bytes.copyOf(new byte[bytes]), Bytes.EMPTY, topic);
  }

  @Test
  void anIdIsSeenUntilItsTimeIsOver() {
    SeenCache seen = new SeenCache(10 * SECOND, 100);

    assertThat(seen.add(id(1), 0)).isTrue();
    assertThat(seen.add(id(1), 5 * SECOND)).isFalse();
    seen.expire(10 * SECOND);
    assertThat(seen.contains(id(1))).isTrue();
    seen.expire(10 * SECOND + 1);
    assertThat(seen.contains(id(1))).as("asking again does not prolong").isFalse();
  }

  @Test
  void oneIdMoreThanThereIsRoomForCostsTheOldest() {
    SeenCache seen = new SeenCache(SECOND, 3);
    for (int i = 1; i <= 3; i++) {
      assertThat(seen.add(id(i), 0)).isTrue();
    }
    assertThat(seen.contains(id(1))).isTrue();
    assertThat(seen.add(id(4), 0)).isTrue();

    assertThat(seen.contains(id(1))).isFalse();
    assertThat(seen.size()).isEqualTo(3);
  }

  @Test
  void messagesAreToldOfForThreeHeartbeatsAndGivenForFive() {
    MessageCache cache = new MessageCache(5, 3, 1_000);
    cache.put(id(1), message("t", 1));

    for (int heartbeat = 1; heartbeat <= 5; heartbeat++) {
      assertThat(cache.recent().containsKey("t")).isEqualTo(heartbeat <= 3);
      assertThat(cache.give(id(1), ONE, 100)).isPresent();
      cache.shift();
    }
    assertThat(cache.give(id(1), ONE, 100)).isEmpty();
    assertThat(cache.size()).isZero();
  }

  @Test
  void aMessageIsGivenToOnePeerOnlySoOften() {
    MessageCache cache = new MessageCache(5, 3, 1_000);
    cache.put(id(1), message("t", 1));

    for (int i = 0; i < 3; i++) {
      assertThat(cache.give(id(1), ONE, 3)).isPresent();
    }
    assertThat(cache.give(id(1), ONE, 3)).isEmpty();
    assertThat(cache.give(id(1), TWO, 3)).isPresent();
  }

  @Test
  void messagesBeyondTheBytesCostTheOldest() {
    int size = message("t", 100).encoded().size();
    MessageCache cache = new MessageCache(5, 3, 2L * size);
    cache.put(id(1), message("t", 100));
    cache.shift();
    cache.put(id(2), message("t", 100));
    assertThat(cache.size()).isEqualTo(2);

    cache.put(id(3), message("t", 100));

    assertThat(cache.get(id(1))).isNull();
    assertThat(cache.recent().get("t")).containsExactlyInAnyOrder(id(2), id(3));
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void aBackoffBindsToItsEndAndHoldsUsAMomentLonger() {
    Backoffs backoffs = new Backoffs();
    backoffs.add("t", ONE, 10 * SECOND);

    assertThat(backoffs.binds("t", ONE, 10 * SECOND - 1)).isTrue();
    assertThat(backoffs.binds("t", ONE, 10 * SECOND)).isFalse();
    assertThat(backoffs.holds("t", ONE, 11 * SECOND - 1)).isTrue();
    assertThat(backoffs.holds("t", ONE, 11 * SECOND)).isFalse();
    assertThat(backoffs.binds("u", ONE, 0)).isFalse();
    assertThat(backoffs.binds("t", TWO, 0)).isFalse();
  }

  @Test
  void aShorterBackoffDoesNotEndALongerOne() {
    Backoffs backoffs = new Backoffs();
    backoffs.add("t", ONE, 10 * SECOND);
    backoffs.add("t", ONE, 5 * SECOND);

    assertThat(backoffs.binds("t", ONE, 9 * SECOND)).isTrue();
  }

  @Test
  void backoffsOfOneTopicAreBoundedAndExpire() {
    Backoffs backoffs = new Backoffs();
    for (int i = 0; i < Backoffs.MAX_PEERS; i++) {
      backoffs.add("t", peer(i), SECOND);
    }
    assertThat(backoffs.binds("t", peer(0), 0)).isTrue();
    backoffs.add("t", peer(Backoffs.MAX_PEERS), SECOND);

    assertThat(backoffs.size()).isEqualTo(Backoffs.MAX_PEERS);
    assertThat(backoffs.binds("t", peer(0), 0)).isFalse();
    backoffs.expire(2 * SECOND + 1);
    assertThat(backoffs.size()).isZero();
  }

  @Test
  void aPromiseThatNobodyKeepsInTimeIsBrokenOnce() {
    Promises promises = new Promises();
    promises.add(id(1), ONE, 3 * SECOND);
    promises.add(id(2), ONE, 3 * SECOND);
    promises.add(id(3), TWO, 9 * SECOND);

    assertThat(promises.broken(3 * SECOND - 1)).isEmpty();
    promises.kept(id(2));
    assertThat(promises.broken(3 * SECOND)).isEqualTo(Map.of(ONE, 1));
    assertThat(promises.broken(3 * SECOND)).isEmpty();
    promises.forget(TWO);
    assertThat(promises.broken(9 * SECOND)).isEmpty();
  }

  @Test
  void promisesAreBounded() {
    Promises promises = new Promises();
    for (int i = 0; i <= Promises.MAX_WATCHED; i++) {
      promises.add(id(i), ONE, SECOND);
    }

    assertThat(promises.broken(SECOND)).isEqualTo(Map.of(ONE, Promises.MAX_WATCHED));
  }

  @Test
  void anAddressPrefixHasTheAddressesThatBeginWithIt() {
    AddressPrefix ten = AddressPrefix.parse("10.0.0.0/9");

    assertThat(ten.contains(InetAddress.ofLiteral("10.127.255.255"))).isTrue();
    assertThat(ten.contains(InetAddress.ofLiteral("10.128.0.0"))).isFalse();
    assertThat(ten.contains(InetAddress.ofLiteral("::1"))).isFalse();
    assertThat(AddressPrefix.parse("::/0").contains(InetAddress.ofLiteral("2001:db8::1"))).isTrue();
    assertThat(AddressPrefix.parse("10.1.2.3/8")).isEqualTo(AddressPrefix.parse("10.0.0.0/8"));
  }

  @Test
  void whatIsNoAddressPrefixIsRefusedWithAnExample() {
    for (String bad : List.of("10.0.0.0", "10.0.0.0/33", "::1/129", "host/8", "10.0.0.0/x", "/8")) {
      assertThatThrownBy(() -> AddressPrefix.parse(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + bad + "' is no address/bits, such as 10.0.0.0/8");
    }
  }

  @Test
  void aPlaceIsAnIp4AddressOrA64OfIp6AndNothingInPrivateNetworks() {
    Colocation colocation = Colocation.defaults();

    assertThat(place(colocation, "192.0.2.1")).isNotEqualTo(place(colocation, "192.0.2.2"));
    assertThat(place(colocation, "2001:db8::1")).isEqualTo(place(colocation, "2001:db8::2"));
    assertThat(place(colocation, "2001:db8::1")).isNotEqualTo(place(colocation, "2001:db8:0:1::1"));
    for (String exempt : List.of("127.0.0.1", "10.1.2.3", "192.168.0.9", "::1", "fd00::1")) {
      assertThat(place(colocation, exempt)).as(exempt).isEmpty();
    }
  }

  private static String place(Colocation colocation, String address) {
    return colocation.place(InetAddress.ofLiteral(address));
  }
}

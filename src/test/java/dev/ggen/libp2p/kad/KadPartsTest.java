package dev.ggen.libp2p.kad;

import static dev.ggen.libp2p.kad.KadNode.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small decisions of the DHT. */
class KadPartsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final List<Multiaddr> HOME = List.of(Multiaddr.parse("/ip4/192.168.1.2/tcp/1"));
  private static final List<Multiaddr> PUBLIC = List.of(Multiaddr.parse("/ip4/8.8.4.4/tcp/1"));

  @ParameterizedTest
  @CsvSource({
    "/ip4/8.8.4.4/tcp/1, 080804",
    "/ip4/8.8.4.99/udp/2, 080804",
    "/ip6/2600:1:2:3::1/tcp/1, 260000010002",
    "/ip4/127.0.0.1/tcp/1,",
    "/ip4/10.1.2.3/tcp/1,",
    "/ip4/172.16.0.1/tcp/1,",
    "/ip4/192.168.1.1/tcp/1,",
    "/ip4/169.254.0.1/tcp/1,",
    "/ip6/::1/tcp/1,",
    "/ip6/fe80::1/tcp/1,",
    "/ip6/fd00::1/tcp/1,",
    "/memory/1,"
  })
  void anAddressBelongsToAGroupUnlessItIsPrivate(Multiaddress address, String group) {
    assertThat(AddressScope.group(address.value).map(Bytes::hex).orElse(null)).isEqualTo(group);
    assertThat(AddressScope.isPublic(address.value)).isEqualTo(group != null);
  }

  /** JUnit makes one of a text by the constructor. */
  record Multiaddress(Multiaddr value) {
    Multiaddress(String text) {
      this(Multiaddr.parse(text));
    }
  }

  @Test
  void loopbackIsToldOnlyOnTheSameMachine() {
    List<Multiaddr> all =
        List.of(
            Multiaddr.parse("/ip4/127.0.0.1/tcp/1"),
            Multiaddr.parse("/ip4/10.0.0.1/tcp/1"),
            Multiaddr.parse("/ip4/0.0.0.0/tcp/1"),
            Multiaddr.parse("/dns4/example.com/tcp/1"));

    assertThat(AddressScope.meaningful(all, Multiaddr.parse("/ip4/127.0.0.1/tcp/9")))
        .containsExactly(all.get(0), all.get(1), all.get(3));
    assertThat(AddressScope.meaningful(all, Multiaddr.parse("/ip4/10.0.0.2/tcp/9")))
        .containsExactly(all.get(1), all.get(3));
  }

  @Test
  void aNodeServesUnlessARouterStandsBeforeIt() {
    Reachability reachability = new Reachability();

    assertThat(reachability.isReachable(List.of(), List.of(), List.of(), NOW)).isFalse();
    assertThat(reachability.isReachable(HOME, List.of(), List.of(), NOW)).isTrue();
    assertThat(reachability.isReachable(HOME, List.of(), HOME, NOW)).isTrue();
    assertThat(reachability.isReachable(HOME, List.of(), PUBLIC, NOW)).isFalse();
    assertThat(reachability.isReachable(HOME, PUBLIC, PUBLIC, NOW)).isTrue();
    assertThat(reachability.isReachable(PUBLIC, List.of(), PUBLIC, NOW)).isTrue();
  }

  @Test
  void aConnectionFromOutsideProvesThatTheRouterLetsOthersIn() {
    Reachability reachability = new Reachability();

    reachability.connectedFrom(HOME.getFirst(), NOW);
    assertThat(reachability.isReachable(HOME, List.of(), PUBLIC, NOW)).isFalse();

    reachability.connectedFrom(PUBLIC.getFirst(), NOW);
    Instant hourLater = NOW.plus(Reachability.LIFETIME);
    assertThat(reachability.isReachable(HOME, List.of(), PUBLIC, hourLater.minusMillis(1)))
        .isTrue();
    assertThat(reachability.isReachable(HOME, List.of(), PUBLIC, hourLater)).isFalse();
  }

  @Test
  void refreshKeysLieInEachBucket() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    KadKey self = KadKey.of(PeerId.ofKey(bytes("self")));

    List<Bytes> keys = RefreshKeys.of(self, 9, random);

    assertThat(keys).as("seed %s", seed).hasSize(11);
    for (int bits = 0; bits <= 9; bits++) {
      assertThat(self.commonPrefix(KadKey.of(keys.get(bits)))).isEqualTo(bits);
    }
    assertThat(PeerId.decode(keys.getFirst())).isNotNull();
    assertThat(RefreshKeys.of(self, 200, random)).hasSize(RefreshKeys.MAX_PREFIX + 2);
  }

  @Test
  void bootstrapPausesGrowToAnEnd() {
    assertThat(Bootstrap.pause(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Bootstrap.pause(4)).isEqualTo(Duration.ofSeconds(8));
    assertThat(Bootstrap.pause(1_000)).isEqualTo(Duration.ofMinutes(2));
    assertThat(Bootstrap.jittered(Duration.ofSeconds(10)))
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
  }

  @Test
  void sharesAreCounted() {
    Shares shares = new Shares(3, 100);
    Bytes alice = bytes("alice");
    Bytes bob = bytes("bob");
    shares.added(alice, 60);
    shares.added(bob, 30);

    assertThat(shares.hasRoom(10)).isTrue();
    assertThat(shares.hasRoom(11)).isFalse();
    assertThat(shares.whoGivesWay(bob, 20)).contains(alice);
    assertThat(shares.whoGivesWay(bob, 30)).as("he would have as much").isEmpty();
    assertThat(shares.whoGivesWay(alice, 1)).isEmpty();
    shares.removed(alice, 60);
    assertThat(shares.entries()).isEqualTo(1);
    assertThat(shares.bytes()).isEqualTo(30);
  }

  @Test
  void settingsThatCannotWorkAreRefusedByName() {
    KadSettings defaults = KadSettings.defaults();
    Duration second = Duration.ofSeconds(1);

    assertThatThrownBy(() -> defaults.withProtocol("kad")).hasMessageContaining("/ggen/kad/1.0.0");
    assertThatThrownBy(() -> new KadSettings.Queries(2, 1, 3, 1, second, second, second))
        .hasMessageContaining("beta 3, replication 2");
    assertThatThrownBy(() -> new KadSettings.Queries(3, 1, 3, 0, second, second, second))
        .hasMessageContaining("quorum");
    assertThatThrownBy(() -> new KadSettings.Table(Duration.ZERO, second, 1, 1))
        .hasMessageContaining("refresh");
    assertThatThrownBy(() ->
            new KadSettings.Storage(
                defaults.storage().folder(), 1, 1, 65_537, second, second, second, 1))
        .hasMessageContaining("at most 65536");
  }
}

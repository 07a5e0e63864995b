package dev.ggen.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.crypto.PeerRecord;
import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.mux.ReceiveBudget;
import dev.ggen.libp2p.transport.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decisions of a host, each without any host. */
class PoliciesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Multiaddr address(String text) {
    return Multiaddr.parse(text);
  }

  private static PeerId peer() {
    return PrivateKey.generate().publicKey().peerId();
  }

  private static List<String> plan(String... addresses) {
    return DialPlan.of(Stream.of(addresses).map(Multiaddr::parse).toList(), a -> true).stream()
        .map(Multiaddr::toString)
        .toList();
  }

  @Test
  void nearAddressesAreDialledBeforePublicOnesAndRelaysLast() {
    String relay = "/ip4/10.0.0.9/tcp/1/p2p/" + peer() + "/p2p-circuit";

    assertThat(plan(relay, "/ip4/8.8.8.8/tcp/1", "/ip6/fc00::1/tcp/1", "/ip4/127.0.0.1/tcp/1"))
        .containsExactly("/ip6/fc00::1/tcp/1", "/ip4/127.0.0.1/tcp/1", "/ip4/8.8.8.8/tcp/1", relay);
  }

  @Test
  void familiesTakeTurnsAndNothingIsDialledTwice() {
    assertThat(
            plan(
                "/ip4/8.8.8.1/tcp/1",
                "/ip4/8.8.8.2/tcp/1",
                "/ip4/8.8.8.1/tcp/1",
                "/ip6/2001:db8::1/tcp/1",
                "/ip6/2001:db8::2/tcp/1"))
        .containsExactly(
            "/ip6/2001:db8::1/tcp/1",
            "/ip4/8.8.8.1/tcp/1",
            "/ip6/2001:db8::2/tcp/1",
            "/ip4/8.8.8.2/tcp/1");
  }

  @Test
  void soManyAddressesAreDialledAndNotOneMore() {
    String[] many =
        IntStream.rangeClosed(0, DialPlan.MAX_ADDRESSES)
            .mapToObj(i -> "/ip4/8.8.8." + i + "/tcp/1")
            .toArray(String[]::new);

    assertThat(plan(many)).hasSize(DialPlan.MAX_ADDRESSES);
  }

  @Test
  void anAddressThatFailsIsLeftAloneForLongerAndLonger() {
    DialBackoff backoff = new DialBackoff();
    Multiaddr address = address("/ip4/8.8.8.8/tcp/1");
    Duration expected = DialBackoff.FIRST;
    for (int i = 0; i < 20; i++) {
      backoff.failed(address, NOW);
      assertThat(backoff.isBlocked(address, NOW.plus(expected).minusMillis(1))).isTrue();
      assertThat(backoff.isBlocked(address, NOW.plus(expected))).isFalse();
      expected = expected.multipliedBy(2);
      if (expected.compareTo(DialBackoff.LONGEST) > 0) {
        expected = DialBackoff.LONGEST;
      }
    }
    backoff.succeeded(address);
    assertThat(backoff.isBlocked(address, NOW)).isFalse();
  }

  @Test
  void backoffForgetsTheOldestBeyondItsLimit() {
    DialBackoff backoff = new DialBackoff();
    for (int i = 0; i <= DialBackoff.MAX_ENTRIES; i++) {
      backoff.failed(address("/memory/" + i), NOW);
    }

    assertThat(backoff.size()).isEqualTo(DialBackoff.MAX_ENTRIES);
    assertThat(backoff.isBlocked(address("/memory/0"), NOW)).isFalse();
  }

  @Test
  void addressesExpireButNotThoseOfConnectedPeers() {
    Instant[] now = {NOW};
    PeerStore store = new PeerStore(() -> now[0]);
    PrivateKey key = PrivateKey.generate();
    PeerId peer = key.publicKey().peerId();
    Multiaddr address = address("/ip4/8.8.8.8/tcp/1");
    store.add(peer, List.of(address.withPeerId(peer)), PeerStore.TOLD);
    assertThat(store.addresses(peer)).containsExactly(address);

    store.connected(peer, key.publicKey());
    now[0] = NOW.plus(PeerStore.TOLD);
    assertThat(store.addresses(peer)).containsExactly(address);
    store.disconnected(peer);
    now[0] = now[0].plus(PeerStore.IDENTIFIED).minusSeconds(1);
    assertThat(store.addresses(peer)).containsExactly(address);
    now[0] = now[0].plusSeconds(1);
    assertThat(store.addresses(peer)).isEmpty();
    assertThat(store.facts(peer).key()).contains(key.publicKey());
  }

  @Test
  void onlyNewerSignedRecordsOfThePeerItselfAreTaken() throws Exception {
    PeerStore store = new PeerStore(() -> NOW);
    PrivateKey key = PrivateKey.generate();
    PeerId peer = key.publicKey().peerId();
    Bytes first = new PeerRecord(peer, 1, List.of(address("/memory/1"))).seal(key).encode();
    Bytes second = new PeerRecord(peer, 2, List.of(address("/memory/2"))).seal(key).encode();

    assertThat(store.accept(peer, second)).isTrue();
    assertThat(store.accept(peer, second)).isFalse();
    assertThat(store.accept(peer, first)).isFalse();
    assertThat(store.addresses(peer)).containsExactly(address("/memory/2"));
    assertThat(store.facts(peer).signedRecord()).contains(second);
    assertThatThrownBy(() -> store.accept(peer(), first)).isInstanceOf(IOException.class);
  }

  @Test
  void theStoreForgetsPeersThatAreNotConnectedBeyondItsLimit() {
    PeerStore store = new PeerStore(() -> NOW, 3);
    PrivateKey connected = PrivateKey.generate();
    store.connected(connected.publicKey().peerId(), connected.publicKey());
    List<PeerId> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      others.add(peer());
      store.add(others.get(i), List.of(address("/memory/1")), PeerStore.TOLD);
    }

    assertThat(store.peers())
        .containsExactlyInAnyOrder(connected.publicKey().peerId(), others.get(1), others.get(2));
  }

  @Test
  void aPeerHasOnlySoManyAddresses() {
    PeerStore store = new PeerStore(() -> NOW);
    PeerId peer = peer();
    store.add(peer, List.of(address("/memory/1")), PeerStore.PERMANENT);
    for (int i = 2; i <= PeerStore.MAX_ADDRESSES + 2; i++) {
      store.add(peer, List.of(address("/memory/" + i)), PeerStore.TOLD);
    }

    assertThat(store.addresses(peer))
        .hasSize(PeerStore.MAX_ADDRESSES)
        .contains(address("/memory/1"));
  }

  private static TrimPlan.Candidate<String> candidate(
      String id, Direction direction, int ageSeconds, int streams, int value, boolean kept) {
    return new TrimPlan.Candidate<>(
        id, direction, NOW.minusSeconds(ageSeconds), streams, value, kept);
  }

  @Test
  void theLeastUsefulConnectionsAreTrimmedInTheirOrder() {
    ConnectionLimits limits = new ConnectionLimits(1, 6, Duration.ofSeconds(20));
    List<TrimPlan.Candidate<String>> all =
        List.of(
            candidate("protected", Direction.INBOUND, 100, 0, 0, true),
            candidate("new", Direction.INBOUND, 19, 0, 0, false),
            candidate("valued", Direction.INBOUND, 100, 0, 5, false),
            candidate("busy", Direction.INBOUND, 100, 3, 0, false),
            candidate("outbound", Direction.OUTBOUND, 100, 0, 0, false),
            candidate("old", Direction.INBOUND, 100, 0, 0, false),
            candidate("young", Direction.INBOUND, 50, 0, 0, false));

    assertThat(TrimPlan.of(all, limits, NOW))
        .containsExactly("young", "old", "outbound", "busy", "valued");
    assertThat(TrimPlan.of(all.subList(0, 6), limits, NOW)).isEmpty();
  }

  @Test
  void tagsAddUpAndEveryNameMustLetGo() {
    PeerTags tags = new PeerTags();
    PeerId peer = peer();
    tags.tag(peer, "a", 2);
    tags.tag(peer, "b", 3);
    tags.tag(peer, "a", 1);
    assertThat(tags.value(peer)).isEqualTo(4);
    tags.untag(peer, "b");
    assertThat(tags.value(peer)).isEqualTo(1);

    tags.protect(peer, "a");
    tags.protect(peer, "b");
    assertThat(tags.unprotect(peer, "a")).isTrue();
    assertThat(tags.unprotect(peer, "b")).isFalse();
    assertThat(tags.isProtected(peer)).isFalse();
  }

  @Test
  void aPeerHasOnlySoManyTags() {
    PeerTags tags = new PeerTags();
    PeerId peer = peer();
    for (int i = 0; i < PeerTags.MAX_NAMES; i++) {
      tags.tag(peer, "tag" + i, 1);
    }
    tags.tag(peer, "tag0", 2);

    assertThatThrownBy(() -> tags.tag(peer, "one more", 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everyLimitRefusesOneMoreAndNothingStaysTaken() throws Exception {
    Resources resources = new Resources(new ResourceLimits(4, 2, 3, 1, 1, 2, 1, 100, 60));
    PeerId one = peer();
    Multiaddr from = address("/ip4/8.8.8.8/tcp/1");
    List<Permit> permits = new ArrayList<>();

    permits.add(resources.connection(one, from));
    permits.add(resources.connection(one, from));
    assertRefused(() -> resources.connection(one, from), "connectionsPerPeer");
    permits.add(resources.connection(peer(), from));
    assertRefused(() -> resources.connection(peer(), from), "connectionsPerPrefix");
    permits.add(resources.connection(peer(), address("/ip4/127.0.0.1/tcp/1")));
    assertRefused(() -> resources.connection(peer(), address("/memory/1")), "connections");
    permits.add(resources.stream(one));
    permits.add(resources.stream(one));
    assertRefused(() -> resources.stream(one), "streamsPerPeer");
    permits.add(resources.protocol(one, "/a"));
    assertRefused(() -> resources.protocol(one, "/a"), "streamsPerProtocol");
    permits.add(resources.protocol(one, "/b"));
    ReceiveBudget first = resources.unread(one);
    ReceiveBudget second = resources.unread(peer());
    assertThat(first.tryReserve(60)).isTrue();
    assertThat(first.tryReserve(1)).isFalse();
    assertThat(second.tryReserve(40)).isTrue();
    assertThat(second.tryReserve(1)).isFalse();

    first.release(60);
    second.release(40);
    permits.forEach(Permit::close);
    permits.forEach(Permit::close);
    assertThat(resources.isIdle()).isTrue();
  }

  private static void assertRefused(ThrowingCallable call, String limit) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ResourceExhaustedException.class, e -> assertThat(e.limit()).isEqualTo(limit));
  }

  /** A connection that only remembers whether it was closed. */
  private static final class Silent implements RawConnection {
    private final Multiaddr remote;
    private boolean closed;

    Silent(String remote) {
      this.remote = address(remote);
    }

    @Override
    public Multiaddr localAddress() {
      return remote;
    }

    @Override
    public Multiaddr remoteAddress() {
      return remote;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return -1;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {}

    @Override
    public void closeWrite() {}

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void theOldestHalfOpenConnectionOfTheCrowdGivesWay() {
    HalfOpen halfOpen = new HalfOpen(4, 3);
    Silent good = new Silent("/ip4/8.8.8.8/tcp/1");
    halfOpen.add(good);
    List<Silent> crowd = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      crowd.add(new Silent("/ip4/192.0.2.1/tcp/" + i));
      halfOpen.add(crowd.get(i));
      assertThat(halfOpen.size()).isLessThanOrEqualTo(4);
    }

    assertThat(good.closed).isFalse();
    assertThat(crowd.subList(0, 97)).allMatch(each -> each.closed);
    assertThat(crowd.subList(97, 100)).noneMatch(each -> each.closed);
    Silent other = new Silent("/ip4/192.0.2.2/tcp/1");
    halfOpen.add(other);
    assertThat(crowd.get(97).closed).isTrue();
    assertThat(good.closed).isFalse();

    Stream.concat(crowd.stream(), Stream.of(good, other)).forEach(halfOpen::remove);
    assertThat(halfOpen.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/9, 10.128.0.0, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "::/0, 8.8.8.8, false"
  })
  void rangesContainTheirAddresses(String range, String address, boolean contained)
      throws IOException {
    assertThat(IpRange.parse(range).contains(InetAddress.getByName(address))).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "example.com/8", "::/129"})
  void whatIsNoRangeIsRefused(String text) {
    assertThatThrownBy(() -> IpRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whereSomethingIsAllowedNothingElseIsAndDenialWins() {
    AccessRules rules = new AccessRules();
    PeerId one = peer();
    assertThat(rules.permits(one)).isTrue();
    rules.allow(peer());
    assertThat(rules.permits(one)).isFalse();
    rules.allow(one);
    assertThat(rules.permits(one)).isTrue();
    rules.deny(one);
    assertThat(rules.permits(one)).isFalse();

    assertThat(rules.permits(address("/ip4/10.0.0.1/tcp/1"))).isTrue();
    rules.allow(IpRange.parse("10.0.0.0/8"));
    rules.deny(IpRange.parse("10.0.0.1"));
    assertThat(rules.permits(address("/ip4/10.0.0.1/tcp/1"))).isFalse();
    assertThat(rules.permits(address("/ip4/10.0.0.2/tcp/1"))).isTrue();
    assertThat(rules.permits(address("/ip4/11.0.0.1/tcp/1"))).isFalse();
    assertThat(rules.permits(address("/memory/1"))).isFalse();
  }

  @Test
  void settingsThatMakeNoSenseAreRefusedByName() {
    assertThatThrownBy(() -> new ConnectionLimits(5, 4, Duration.ZERO))
        .hasMessageContaining("lowWater");
    assertThatThrownBy(() -> ResourceLimits.defaults().withConnections(0))
        .hasMessageContaining("connections is 0");
  }
}

package dev.ggen.libp2p.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProviderPoolTest {
  private final List<PeerId> ranked = new ArrayList<>();
  private final ProviderPool pool = new ProviderPool(2, Comparator.comparingInt(ranked::indexOf));

  /** The earlier they are made, the more they are wanted. */
  private Provider provider() {
    PeerId peer = PeerId.ofKey(Bytes.of(ranked.size() / 256, ranked.size() % 256));
    ranked.add(peer);
    return Provider.of(peer);
  }

  private List<Provider> due(long now) {
    return pool.due(now).stream().map(ProviderPool.Candidate::provider).toList();
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  @Test
  void theMostWantedAreAskedAsFarAsThereArePlaces() {
    Provider first = provider();
    Provider second = provider();
    Provider third = provider();
    pool.found(third, true, 0);
    pool.found(second, true, 0);
    pool.found(first, true, 0);

    assertThat(due(0)).containsExactly(first, second);
    assertThat(due(0)).isEmpty();
    assertThat(pool.active()).isEqualTo(2);
    pool.failed(first.peer(), 0);
    assertThat(due(0)).containsExactly(third);
  }

  @Test
  void whoIsLikelyToHaveItComesBeforeWhoIsOnlyConnected() {
    Provider connected = provider();
    Provider likely = provider();
    pool.found(connected, false, 0);
    pool.found(likely, true, 0);
    assertThat(due(0)).containsExactly(likely, connected);

    pool.found(connected, true, 0);
    pool.failed(connected.peer(), 0);
    assertThat(pool.due(millis(500))).containsExactly(new ProviderPool.Candidate(connected, true));
  }

  @Test
  void oneThatFailsIsAskedAgainAfterPausesThatGrow() {
    Provider provider = provider();
    pool.found(provider, true, 0);
    long now = 0;
    for (long pause : new long[] {500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000}) {
      assertThat(due(now)).containsExactly(provider);
      pool.failed(provider.peer(), now);
      pool.found(provider, true, now);
      assertThat(due(now + millis(pause) - 1)).isEmpty();
      now += millis(pause);
    }
  }

  @Test
  void oneThatHasServedIsAskedAgainSoon() {
    Provider provider = provider();
    pool.found(provider, true, 0);
    pool.due(0);
    pool.failed(provider.peer(), 0);
    pool.due(millis(500));
    pool.failed(provider.peer(), millis(500));
    pool.due(millis(1_500));
    pool.served(provider.peer());
    pool.failed(provider.peer(), millis(1_500));

    assertThat(due(millis(2_000))).containsExactly(provider);
  }

  @Test
  void oneThatIsBannedIsNeverAskedAgain() {
    Provider bad = provider();
    pool.found(bad, true, 0);
    pool.due(0);
    pool.ban(bad.peer());
    pool.found(bad, true, 0);

    assertThat(due(millis(100_000))).isEmpty();
    assertThat(pool.active()).isZero();
  }

  @Test
  void newAddressesOfOneThatWaitsAreTaken() {
    Provider bare = provider();
    pool.found(bare, true, 0);
    Provider known = new Provider(bare.peer(), List.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/4001")));
    pool.found(known, true, 0);
    pool.found(bare, true, 0);

    assertThat(due(0)).containsExactly(known);
  }

  @Test
  void asManyWaitAsThereIsRoomForAndThenTheLeastWantedIsForgotten() {
    List<Provider> all = new ArrayList<>();
    for (int i = 0; i < ProviderPool.MAX_WAITING; i++) {
      all.add(provider());
      pool.found(all.getLast(), true, 0);
    }
    Provider oneMore = provider();
    pool.found(oneMore, true, 0);

    List<Provider> asked = new ArrayList<>();
    for (List<Provider> due = due(0); !due.isEmpty(); due = due(0)) {
      asked.addAll(due);
      due.forEach(provider -> pool.ban(provider.peer()));
    }
    assertThat(asked).containsExactlyElementsOf(all);
  }
}

package dev.ggen.libp2p.bitswap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.bitswap.BitswapMessage.Presence;
import dev.ggen.libp2p.bitswap.SessionEngine.Action;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What downloads rely on: how much is on its way, and how long a peer may have nothing. */
class SessionLimitsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int BLOCK = 1 << 20;

  private final SessionEngine engine = new SessionEngine(BitswapSettings.defaults(), new Random(1));

  private static Cid block(int n) {
    return Cid.v1(Cid.RAW, Multihash.sha256(Bytes.of(n & 0xff, n >> 8)));
  }

  private static PeerId peer(int n) {
    return PeerId.ofKey(Bytes.of(n));
  }

  private static List<Cid> blocks(int count) {
    return IntStream.range(0, count).mapToObj(SessionLimitsTest::block).toList();
  }

  private static List<SessionEnding> endings(List<Action> actions) {
    return actions.stream()
        .filter(Action.Part.class::isInstance)
        .map(part -> ((Action.Part) part).ending())
        .toList();
  }

  private int owed(int peers) {
    return IntStream.range(0, peers).map(n -> engine.owed(peer(n))).sum();
  }

  @Test
  void noMoreIsOnItsWayThanFitsIntoTheMemoryOfADownload() {
    engine.want(blocks(500), 0);
    for (int n = 0; n < 5; n++) {
      engine.added(peer(n), PATIENCE, 0);
    }
    assertThat(owed(5)).isEqualTo(SessionEngine.MAX_OWED_BYTES / BLOCK);

    engine.added(peer(5), PATIENCE, 0);
    engine.added(peer(6), PATIENCE, 0);
    assertThat(engine.owed(peer(5))).as("one is asked of whoever owes nothing").isOne();
    assertThat(owed(7)).isEqualTo(SessionEngine.MAX_OWED_BYTES / BLOCK + 2);
  }

  @Test
  void whoHasNothingIsAskedNoMoreOnceItsPatienceIsOver() {
    engine.want(blocks(1), 0);
    engine.added(peer(0), PATIENCE, 0);
    assertThat(engine.presences(peer(0), List.of(new Presence(block(0), false)), 1)).isEmpty();

    assertThat(engine.tick(PATIENCE.toNanos() - 1)).isEmpty();
    assertThat(endings(engine.tick(PATIENCE.toNanos()))).containsExactly(SessionEnding.HAS_NOTHING);
  }

  @Test
  void whoIsOnlyConnectedLeavesAtItsFirstAnswer() {
    engine.want(blocks(1), 0);
    engine.added(peer(0), Duration.ZERO, 0);

    assertThat(endings(engine.presences(peer(0), List.of(new Presence(block(0), false)), 1)))
        .containsExactly(SessionEnding.HAS_NOTHING);
  }

  @Test
  void whoHasNothingYetIsAskedAsSoonAsItTellsThatItHas() {
    engine.want(blocks(1), 0);
    engine.added(peer(0), PATIENCE, 0);
    engine.presences(peer(0), List.of(new Presence(block(0), false)), 1);
    assertThat(engine.owed(peer(0))).isZero();

    engine.presences(peer(0), List.of(new Presence(block(0), true)), 2);

    assertThat(engine.owed(peer(0))).isOne();
  }

  @Test
  void theWantOfWhoDoesNotHaveItIsCalledOffWhenAnotherGivesTheBlock() {
    engine.want(blocks(1), 0);
    engine.added(peer(0), PATIENCE, 0);
    engine.presences(peer(0), List.of(new Presence(block(0), false)), 1);
    engine.added(peer(1), PATIENCE, 1);

    List<Action> actions = engine.arrived(peer(1), block(0), BLOCK, 2);

    assertThat(actions)
        .filteredOn(Action.Ask.class::isInstance)
        .singleElement()
        .satisfies(ask -> {
          assertThat(((Action.Ask) ask).peer()).isEqualTo(peer(0));
          assertThat(((Action.Ask) ask).wants())
              .containsExactly(BitswapMessage.Want.cancel(block(0)));
        });
  }
}

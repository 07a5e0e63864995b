package dev.ggen.libp2p.gossipsub;

import static dev.ggen.libp2p.gossipsub.EngineRig.peer;
import static dev.ggen.libp2p.gossipsub.EngineRig.plain;
import static dev.ggen.libp2p.gossipsub.EngineRig.receivers;
import static dev.ggen.libp2p.gossipsub.EngineRig.sends;
import static dev.ggen.libp2p.gossipsub.EngineRig.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.multiformats.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How copies are spared: IDONTWANT and hold back, row by row. */
class SparingTest {
  private final EngineRig rig = EngineRig.subscribed(plain());

  private static boolean saysItHas(List<GossipAction> actions, int to) {
    return to(to, actions).stream().anyMatch(rpc -> !rpc.unwanted().isEmpty());
  }

  @Test
  void largerMessagesAreToldToTheMeshBeforeTheyAreJudged() {
    rig.joinAll(1, 2);
    rig.join(3, Generation.V11, true);
    PubsubMessage message = rig.message(1_024);

    List<GossipAction> actions = rig.receive(1, Rpc.of(message));

    assertThat(to(2, actions).getFirst().unwanted()).containsExactly(message.seqno());
    assertThat(saysItHas(actions, 1)).as("has sent it").isFalse();
    assertThat(saysItHas(actions, 3)).as("does not know IDONTWANT").isFalse();
    assertThat(actions.indexOf(sends(actions).getFirst()))
        .as("first of all")
        .isLessThan(actions.size() - 1);
  }

  @Test
  void theThresholdIsTheSizeOfTheEncodedMessage() {
    rig.joinAll(1, 2);
    int around = rig.message(2, 1_000).encoded().size() - 1_000;
    PubsubMessage below = rig.message(3, 1_023 - around);
    PubsubMessage at = rig.message(4, 1_024 - around);

    assertThat(saysItHas(rig.receive(1, Rpc.of(below)), 2)).isFalse();
    assertThat(saysItHas(rig.receive(1, Rpc.of(at)), 2)).isTrue();
  }

  @Test
  void aPeerThatDoesNotWantAMessageIsNotSentItForThreeHeartbeats() {
    rig.joinAll(1, 3);
    PubsubMessage soon = rig.message(1);
    PubsubMessage late = rig.message(1);
    rig.receive(2, Rpc.ofUnwanted(List.of(soon.seqno(), late.seqno())));

    assertThat(receivers(rig.accept(1, soon))).containsExactly(peer(3));
    assertThat(rig.count(GossipCount.SPARED)).isEqualTo(1);
    rig.beats(3);
    assertThat(receivers(rig.accept(1, late))).contains(peer(2));
  }

  @Test
  void whatAPeerDoesNotWantIsBoundedInRpcsAndIds() {
    GossipSettings.PeerLimits limits =
        new GossipSettings.PeerLimits(10, 10, 10, 3, 2, 3, 16, 10, 10);
    EngineRig few = EngineRig.subscribed(plain().withPeerLimits(limits));
    few.joinAll(1, 2);
    List<Bytes> ids = IntStream.rangeClosed(1, 4).mapToObj(EngineRig::id).toList();
    few.receive(2, Rpc.ofUnwanted(ids));
    assertThat(receivers(few.accept(1, few.message(1, 1)))).as("the oldest").isNotEmpty();
    assertThat(receivers(few.accept(1, few.message(2, 1)))).isEmpty();

    few.receive(2, Rpc.ofUnwanted(List.of(EngineRig.id(5))));
    few.receive(2, Rpc.ofUnwanted(List.of(EngineRig.id(6))));

    assertThat(receivers(few.accept(1, few.message(5, 1)))).isEmpty();
    assertThat(receivers(few.accept(1, few.message(6, 1)))).as("the third RPC").isNotEmpty();
  }

  // Hold back.

  private static EngineRig patient() {
    return EngineRig.subscribed(
        plain().withDuplicates(new GossipSettings.Duplicates(0, 1, Duration.ofMillis(120))));
  }

  @Test
  void onePeerGetsAMessageAtOnceAndTheOthersAMomentLater() {
    EngineRig held = patient();
    held.joinAll(1, 4);

    List<GossipAction> now = held.accept(1, held.message(1));
    assertThat(receivers(now)).hasSize(1);
    assertThat(held.engine.nextDue()).isPresent();
    held.pass(Duration.ofMillis(119));
    assertThat(held.on(new GossipEvent.Tick())).isEmpty();
    held.pass(Duration.ofMillis(1));

    assertThat(receivers(held.on(new GossipEvent.Tick()))).hasSize(2);
    assertThat(held.engine.nextDue()).isEmpty();
  }

  @Test
  void whoSaysMeanwhileThatItHasItOrSendsItIsSpared() {
    EngineRig held = patient();
    held.joinAll(1, 4);
    PubsubMessage message = held.message(1);
    int first =
        held.accept(1, message).stream()
            .filter(GossipAction.Send.class::isInstance)
            .mapToInt(send -> ((GossipAction.Send) send).to().equals(peer(2)) ? 2 : 3)
            .findFirst()
            .orElseThrow();
    int second = first == 2 ? 3 : 2;
    held.receive(second, Rpc.ofUnwanted(List.of(message.seqno())));
    held.receive(4, Rpc.of(message));
    held.pass(Duration.ofMillis(120));

    assertThat(receivers(held.on(new GossipEvent.Tick()))).doesNotContain(peer(second), peer(4));
  }

  @Test
  void whoLeavesWhileAMessageIsHeldBackIsNotSentIt() {
    EngineRig held = patient();
    held.joinAll(1, 4);
    held.accept(1, held.message(1));
    IntStream.rangeClosed(2, 4)
        .forEach(number -> held.on(new GossipEvent.Disconnected(peer(number))));
    held.pass(Duration.ofMillis(120));

    assertThat(held.on(new GossipEvent.Tick())).isEmpty();
  }
}

package dev.ggen.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad setting is refused with its name; the defaults are sound. */
class GossipSettingsTest {
  private static final GossipSettings DEFAULTS = GossipSettings.defaults();
  private static final ScoreSettings SCORES = ScoreSettings.defaults();
  private static final TopicScore TOPIC = TopicScore.defaults();
  private static final double NAN = Double.NaN;

  /** A record, one of its components, and a value that it must not have. */
  static Stream<Arguments> bad() {
    GossipSettings.Mesh mesh = DEFAULTS.mesh();
    GossipSettings.Timing timing = DEFAULTS.timing();
    ScoreSettings.Thresholds thresholds = SCORES.thresholds();
    return Stream.of(
        Arguments.of(mesh, "degree", 0),
        Arguments.of(mesh, "low", -1),
        Arguments.of(mesh, "low", mesh.degree() + 1),
        Arguments.of(mesh, "high", mesh.degree() - 1),
        Arguments.of(mesh, "best", mesh.degree() + 1),
        Arguments.of(mesh, "outbound", mesh.low()),
        Arguments.of(mesh, "outbound", -1),
        Arguments.of(mesh, "lazy", -1),
        Arguments.of(mesh, "gossipFactor", 1.1),
        Arguments.of(mesh, "gossipFactor", NAN),
        Arguments.of(timing, "heartbeat", Duration.ZERO),
        Arguments.of(timing, "firstHeartbeat", Duration.ZERO),
        Arguments.of(timing, "fanoutTtl", Duration.ZERO),
        Arguments.of(timing, "seenTtl", timing.heartbeat().multipliedBy(timing.historyLength())),
        Arguments.of(timing, "historyLength", 0),
        Arguments.of(timing, "historyGossip", timing.historyLength() + 1),
        Arguments.of(timing, "pruneBackoff", Duration.ofMillis(999)),
        Arguments.of(timing, "unsubscribeBackoff", Duration.ZERO),
        Arguments.of(timing, "graftPatience", Duration.ofSeconds(-1)),
        Arguments.of(timing, "wantPatience", Duration.ZERO),
        Arguments.of(timing, "opportunisticTicks", 0),
        Arguments.of(timing, "directTicks", 0),
        Arguments.of(DEFAULTS.duplicates(), "threshold", -1),
        Arguments.of(DEFAULTS.duplicates(), "eager", 0),
        Arguments.of(DEFAULTS.duplicates(), "holdBack", Duration.ofMillis(1_001)),
        Arguments.of(DEFAULTS.duplicates(), "holdBack", Duration.ofMillis(-1)),
        Arguments.of(DEFAULTS.limits(), "rpcBytes", 1_023),
        Arguments.of(DEFAULTS.limits(), "messageBytes", DEFAULTS.limits().rpcBytes()),
        Arguments.of(DEFAULTS.limits(), "ids", 0),
        Arguments.of(DEFAULTS.limits(), "exchanged", -1),
        Arguments.of(DEFAULTS.peerLimits(), "haves", 0),
        Arguments.of(DEFAULTS.peerLimits(), "retransmissions", 0),
        Arguments.of(DEFAULTS.peerLimits(), "queueBytes", 0),
        Arguments.of(DEFAULTS.validation(), "queue", 0),
        Arguments.of(DEFAULTS.validation(), "patience", Duration.ZERO),
        Arguments.of(thresholds, "gossip", 0.1),
        Arguments.of(thresholds, "gossip", NAN),
        Arguments.of(thresholds, "publish", thresholds.gossip() + 1),
        Arguments.of(thresholds, "graylist", thresholds.publish() + 1),
        Arguments.of(thresholds, "disconnect", thresholds.graylist() + 1),
        Arguments.of(thresholds, "acceptExchange", -0.1),
        Arguments.of(thresholds, "opportunisticGraft", NAN),
        Arguments.of(SCORES, "topicCap", -1.0),
        Arguments.of(SCORES, "applicationWeight", NAN),
        Arguments.of(SCORES, "behaviourWeight", 1.0),
        Arguments.of(SCORES, "behaviourThreshold", -1.0),
        Arguments.of(SCORES, "behaviourDecay", 1.0),
        Arguments.of(SCORES, "decayInterval", Duration.ZERO),
        Arguments.of(SCORES, "decayToZero", 0.0),
        Arguments.of(SCORES, "retention", Duration.ofSeconds(-1)),
        Arguments.of(SCORES.colocation(), "weight", 1.0),
        Arguments.of(SCORES.colocation(), "threshold", 0),
        Arguments.of(SCORES.colocation(), "ip4Bits", 33),
        Arguments.of(SCORES.colocation(), "ip6Bits", 0),
        Arguments.of(TOPIC, "weight", -1.0),
        Arguments.of(TOPIC, "failureWeight", 1.0),
        Arguments.of(TOPIC, "failureDecay", 0.0),
        Arguments.of(TOPIC, "invalidWeight", NAN),
        Arguments.of(TOPIC, "invalidDecay", 1.0),
        Arguments.of(TOPIC.meshTime(), "quantum", Duration.ZERO),
        Arguments.of(TOPIC.meshTime(), "cap", -1.0),
        Arguments.of(TOPIC.firstDeliveries(), "decay", 1.5),
        Arguments.of(TOPIC.firstDeliveries(), "weight", Double.POSITIVE_INFINITY),
        Arguments.of(TOPIC.meshDeliveries(), "weight", 0.5),
        Arguments.of(TOPIC.meshDeliveries(), "cap", 0.5),
        Arguments.of(TOPIC.meshDeliveries(), "window", Duration.ofMillis(-1)),
        Arguments.of(TOPIC.meshDeliveries(), "activation", Duration.ZERO));
  }

  @ParameterizedTest(name = "{1} of {2}")
  @MethodSource("bad")
  void aBadValueIsRefusedWithTheNameOfItsSetting(Record good, String component, Object value) {
    assertThatThrownBy(() -> with(good, component, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("." + component)
        .hasMessageContaining(" is " + value);
  }

  private static void with(Record good, String component, Object value) throws Throwable {
    RecordComponent[] components = good.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] =
          components[i].getName().equals(component)
              ? value
              : components[i].getAccessor().invoke(good);
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Object _ = good.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void theDefaultsAreThoseOfTheSpecificationAndTheGuide() {
    assertThat(DEFAULTS.mesh()).isEqualTo(new GossipSettings.Mesh(6, 4, 12, 4, 2, 6, 0.25));
    assertThat(DEFAULTS.timing().seenTtl()).isEqualTo(Duration.ofMinutes(2));
    assertThat(DEFAULTS.duplicates().threshold()).isEqualTo(1_024);
    assertThat(DEFAULTS.signatures()).isEqualTo(SignaturePolicy.STRICT_SIGN);
  }

  @Test
  void aMeshOfThreeNumbersFollowsTheirRules() {
    for (int degree = 1; degree <= 20; degree++) {
      for (int low = 0; low <= degree; low++) {
        assertThat(GossipSettings.Mesh.of(degree, low, degree * 2).outbound())
            .isLessThanOrEqualTo(degree / 2);
      }
    }
  }

  @Test
  void whatIsChangedIsChangedAndNothingElse() {
    assertThat(DEFAULTS.withFloodPublish(false).floodPublish()).isFalse();
    assertThat(DEFAULTS.withExchangePeers(false).exchangePeers()).isFalse();
    assertThat(DEFAULTS.withFloodPublish(false).withFloodPublish(true)).isEqualTo(DEFAULTS);
    assertThat(DEFAULTS.withDirectPeers(Set.of(GossipPartsTest.peer(1))).directPeers()).hasSize(1);
    assertThat(DEFAULTS.withTopics(TopicFilter.only(Set.of("a"))).topics().allows("b")).isFalse();
    assertThat(SCORES.withColocation(new Colocation(0, 1, 32, 64, List.of())).colocation().weight())
        .isZero();
  }
}

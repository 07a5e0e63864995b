package dev.ggen.libp2p.gossipsub;

import java.time.Duration;

/**
 * How what a peer does in one topic counts: gossipsub 1.1, "Topic Parameters". Decays apply at each
 * {@link ScoreSettings#decayInterval}.
 *
 * @param weight of the topic among all
 * @param meshTime P1, time in the mesh
 * @param firstDeliveries P2, messages that the peer was the first to deliver
 * @param meshDeliveries P3, fewer messages than a peer of the mesh should deliver; off by a weight
 *     of 0, because who sends IDONTWANT makes honest peers deliver less
 * @param failureWeight P3b, of the deficit with which a peer left the mesh; 0 or less
 * @param failureDecay of P3b
 * @param invalidWeight P4, of the square of the number of invalid messages; 0 or less
 * @param invalidDecay of P4
 */
public record TopicScore(
    double weight,
    MeshTime meshTime,
    FirstDeliveries firstDeliveries,
    MeshDeliveries meshDeliveries,
    double failureWeight,
    double failureDecay,
    double invalidWeight,
    double invalidDecay) {
  /** Refuses what makes no sense, with its name. */
  public TopicScore {
    Check.notNegative(weight, "topic.weight");
    Check.notPositive(failureWeight, "topic.failureWeight");
    Check.decay(failureDecay, "topic.failureDecay");
    Check.notPositive(invalidWeight, "topic.invalidWeight");
    Check.decay(invalidDecay, "topic.invalidDecay");
  }

  /**
   * P1.
   *
   * @param weight 0 or more
   * @param quantum what counts as one
   * @param cap the most that counts
   */
  public record MeshTime(double weight, Duration quantum, double cap) {
    /** Refuses what makes no sense, with its name. */
    public MeshTime {
      Check.notNegative(weight, "topic.meshTime.weight");
      Check.positive(quantum, "topic.meshTime.quantum");
      Check.notNegative(cap, "topic.meshTime.cap");
    }
  }

  /**
   * P2.
   *
   * @param weight 0 or more
   * @param decay between 0 and 1
   * @param cap the most that counts
   */
  public record FirstDeliveries(double weight, double decay, double cap) {
    /** Refuses what makes no sense, with its name. */
    public FirstDeliveries {
      Check.notNegative(weight, "topic.firstDeliveries.weight");
      Check.decay(decay, "topic.firstDeliveries.decay");
      Check.notNegative(cap, "topic.firstDeliveries.cap");
    }
  }

  /**
   * P3.
   *
   * @param weight 0 or less; of the square of what is missing
   * @param decay between 0 and 1
   * @param cap the most that counts
   * @param threshold what is expected
   * @param window how long after the first delivery another still counts
   * @param activation how long a peer is in the mesh before it is judged
   */
  public record MeshDeliveries(
      double weight,
      double decay,
      double cap,
      double threshold,
      Duration window,
      Duration activation) {
    /** Refuses what makes no sense, with its name. */
    public MeshDeliveries {
      Check.notPositive(weight, "topic.meshDeliveries.weight");
      Check.decay(decay, "topic.meshDeliveries.decay");
      Check.notNegative(cap, "topic.meshDeliveries.cap");
      Check.notNegative(threshold, "topic.meshDeliveries.threshold");
      Check.notNegative(window, "topic.meshDeliveries.window");
      Check.positive(activation, "topic.meshDeliveries.activation");
      Check.that(
          cap >= threshold,
          "topic.meshDeliveries.cap",
          cap,
          "at least the threshold, " + threshold);
    }
  }

  /** For a topic of some messages a minute to some a second. */
  public static TopicScore defaults() {
    return new TopicScore(
        1,
        new MeshTime(0.01, Duration.ofSeconds(1), 300),
        new FirstDeliveries(0.5, 0.97, 20),
        new MeshDeliveries(0, 0.97, 20, 1, Duration.ofMillis(50), Duration.ofSeconds(30)),
        0,
        0.97,
        -20,
        0.99);
  }

  /** The same with another P3. */
  public TopicScore withMeshDeliveries(MeshDeliveries other, double newFailureWeight) {
    return new TopicScore(
        weight,
        meshTime,
        firstDeliveries,
        other,
        newFailureWeight,
        failureDecay,
        invalidWeight,
        invalidDecay);
  }
}

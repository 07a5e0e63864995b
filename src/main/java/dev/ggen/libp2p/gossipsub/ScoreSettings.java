package dev.ggen.libp2p.gossipsub;

import java.time.Duration;
import java.util.Map;

/**
 * How peers are judged: gossipsub 1.1, "Peer Scoring".
 *
 * @param thresholds what follows from a score
 * @param topics by topic
 * @param otherTopics of topics without an entry
 * @param topicCap the most that all topics together count, upwards; 0 for no cap
 * @param applicationWeight P5, of the score that the application gives
 * @param colocation P6
 * @param behaviourWeight P7, of the square of the misdeeds beyond the threshold; 0 or less
 * @param behaviourThreshold so many misdeeds are nothing unusual
 * @param behaviourDecay between 0 and 1
 * @param decayInterval how often everything fades
 * @param decayToZero what is less counts as nothing
 * @param retention how long a score is remembered when its peer is gone
 */
public record ScoreSettings(
    Thresholds thresholds,
    Map<String, TopicScore> topics,
    TopicScore otherTopics,
    double topicCap,
    double applicationWeight,
    Colocation colocation,
    double behaviourWeight,
    double behaviourThreshold,
    double behaviourDecay,
    Duration decayInterval,
    double decayToZero,
    Duration retention) {
  /** Refuses what makes no sense, with its name. */
  public ScoreSettings {
    topics = Map.copyOf(topics);
    Check.notNegative(topicCap, "scores.topicCap");
    Check.notNegative(applicationWeight, "scores.applicationWeight");
    Check.notPositive(behaviourWeight, "scores.behaviourWeight");
    Check.notNegative(behaviourThreshold, "scores.behaviourThreshold");
    Check.decay(behaviourDecay, "scores.behaviourDecay");
    Check.positive(decayInterval, "scores.decayInterval");
    Check.decay(decayToZero, "scores.decayToZero");
    Check.notNegative(retention, "scores.retention");
  }

  /**
   * What follows from a score.
   *
   * @param gossip below it no gossip is exchanged; 0 or less
   * @param publish below it nothing of ours is sent there; not above {@code gossip}
   * @param graylist below it nothing is taken from there; not above {@code publish}
   * @param disconnect below it the connection is cut; not above {@code graylist}
   * @param acceptExchange from it on, peers that it tells of are believed; 0 or more
   * @param opportunisticGraft below such a median of the mesh, better peers are looked for; 0 or
   *     more
   */
  public record Thresholds(
      double gossip,
      double publish,
      double graylist,
      double disconnect,
      double acceptExchange,
      double opportunisticGraft) {
    /** Refuses what makes no sense, with its name. */
    public Thresholds {
      Check.notPositive(gossip, "scores.thresholds.gossip");
      Check.that(
          publish <= gossip, "scores.thresholds.publish", publish, "at most gossip, " + gossip);
      Check.that(
          graylist <= publish,
          "scores.thresholds.graylist",
          graylist,
          "at most publish, " + publish);
      Check.that(
          disconnect <= graylist,
          "scores.thresholds.disconnect",
          disconnect,
          "at most graylist, " + graylist);
      Check.notNegative(acceptExchange, "scores.thresholds.acceptExchange");
      Check.notNegative(opportunisticGraft, "scores.thresholds.opportunisticGraft");
    }
  }

  /** Good for networks of some to some thousand nodes. */
  public static ScoreSettings defaults() {
    return new ScoreSettings(
        new Thresholds(-10, -50, -80, -400, 1, 2),
        Map.of(),
        TopicScore.defaults(),
        50,
        10,
        Colocation.defaults(),
        -5,
        6,
        0.95,
        Duration.ofSeconds(1),
        0.01,
        Duration.ofMinutes(30));
  }

  /** The same with another view of peers at one place. */
  public ScoreSettings withColocation(Colocation other) {
    return new ScoreSettings(
        thresholds,
        topics,
        otherTopics,
        topicCap,
        applicationWeight,
        other,
        behaviourWeight,
        behaviourThreshold,
        behaviourDecay,
        decayInterval,
        decayToZero,
        retention);
  }

  /** The same with other thresholds. */
  public ScoreSettings withThresholds(Thresholds other) {
    return new ScoreSettings(
        other,
        topics,
        otherTopics,
        topicCap,
        applicationWeight,
        colocation,
        behaviourWeight,
        behaviourThreshold,
        behaviourDecay,
        decayInterval,
        decayToZero,
        retention);
  }

  /** How a topic counts. */
  TopicScore topic(String topic) {
    return topics.getOrDefault(topic, otherTopics);
  }

  /** The same with other judgement of topics without an entry. */
  public ScoreSettings withOtherTopics(TopicScore other) {
    return new ScoreSettings(
        thresholds,
        topics,
        other,
        topicCap,
        applicationWeight,
        colocation,
        behaviourWeight,
        behaviourThreshold,
        behaviourDecay,
        decayInterval,
        decayToZero,
        retention);
  }
}

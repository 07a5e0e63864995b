package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.Set;

/**
 * How a node takes part. Begin with {@link #defaults} and change what must be changed.
 *
 * @param signatures whether messages are signed
 * @param mesh how many peers messages go to and come from
 * @param timing when things happen
 * @param duplicates how copies are avoided
 * @param limits what one RPC may hold
 * @param peerLimits what is kept and done for one peer
 * @param validation how many messages wait to be judged
 * @param scores how peers are judged
 * @param floodPublish whether messages of our own go to every peer of the topic, not only to the
 *     mesh: gossipsub 1.1, "Flood Publishing"
 * @param exchangePeers whether peers that leave the mesh are told of others: "Peer Exchange"
 * @param directPeers those that always get everything: "Explicit Peering Agreements"
 * @param topics which topics of peers are remembered
 */
public record GossipSettings(
    SignaturePolicy signatures,
    Mesh mesh,
    Timing timing,
    Duplicates duplicates,
    RpcLimits limits,
    PeerLimits peerLimits,
    Validation validation,
    ScoreSettings scores,
    boolean floodPublish,
    boolean exchangePeers,
    Set<PeerId> directPeers,
    TopicFilter topics) {
  /** Copies the peers. */
  public GossipSettings {
    directPeers = Set.copyOf(directPeers);
  }

  /**
   * Gossipsub 1.0, "Parameters", and 1.1, "Outbound Mesh Quotas".
   *
   * @param degree D: how many peers a mesh should have ({@code mesh_n})
   * @param low D_low: fewer are filled up
   * @param high D_high: more are cut to D
   * @param best D_score: so many of the best are kept when it is cut
   * @param outbound D_out: so many that we have dialled are kept
   * @param lazy D_lazy: gossip goes to at least so many
   * @param gossipFactor gossip goes to this share of the others, if that is more
   */
  public record Mesh(
      int degree, int low, int high, int best, int outbound, int lazy, double gossipFactor) {
    /** Refuses what makes no sense, with its name. */
    public Mesh {
      Check.atLeast(1, degree, "mesh.degree (mesh_n)");
      Check.atLeast(0, low, "mesh.low (mesh_n_low)");
      Check.that(low <= degree, "mesh.low (mesh_n_low)", low, "at most mesh_n, " + degree);
      Check.that(high >= degree, "mesh.high (mesh_n_high)", high, "at least mesh_n, " + degree);
      Check.atLeast(0, best, "mesh.best");
      Check.that(best <= degree, "mesh.best", best, "at most mesh_n, " + degree);
      Check.atLeast(0, outbound, "mesh.outbound");
      Check.that(
          outbound == 0 || (outbound < low && outbound <= degree / 2),
          "mesh.outbound",
          outbound,
          "less than mesh_n_low and at most half of mesh_n");
      Check.atLeast(0, lazy, "mesh.lazy");
      Check.that(
          gossipFactor >= 0 && gossipFactor <= 1,
          "mesh.gossipFactor",
          gossipFactor,
          "between 0 and 1");
    }

    /** With the numbers of the field around those that are mostly set. */
    public static Mesh of(int degree, int low, int high) {
      int outbound = Math.max(0, Math.min(2, Math.min(low - 1, degree / 2)));
      return new Mesh(degree, low, high, Math.max(1, degree * 2 / 3), outbound, degree, 0.25);
    }
  }

  /**
   * When things happen.
   *
   * @param heartbeat between two looks at the mesh
   * @param firstHeartbeat the first one, soon, so that a new node is in the mesh at once
   * @param fanoutTtl how long peers are kept of a topic to which we only publish
   * @param seenTtl how long a message is known again
   * @param historyLength heartbeats that a message can be asked for
   * @param historyGossip of these, those in which it is told of
   * @param pruneBackoff how long a peer that left the mesh stays away
   * @param unsubscribeBackoff the same where we leave a topic
   * @param graftPatience how soon after a PRUNE a GRAFT counts twice
   * @param wantPatience how long an IHAVE's message may take when it is asked for
   * @param opportunisticTicks heartbeats between two looks for better peers
   * @param directTicks heartbeats between two tries to reach direct peers
   */
  public record Timing(
      Duration heartbeat,
      Duration firstHeartbeat,
      Duration fanoutTtl,
      Duration seenTtl,
      int historyLength,
      int historyGossip,
      Duration pruneBackoff,
      Duration unsubscribeBackoff,
      Duration graftPatience,
      Duration wantPatience,
      int opportunisticTicks,
      int directTicks) {
    /** Refuses what makes no sense, with its name. */
    public Timing {
      Check.positive(heartbeat, "timing.heartbeat");
      Check.positive(firstHeartbeat, "timing.firstHeartbeat");
      Check.positive(fanoutTtl, "timing.fanoutTtl");
      Check.atLeast(1, historyLength, "timing.historyLength");
      Check.atLeast(1, historyGossip, "timing.historyGossip");
      Check.that(
          historyGossip <= historyLength,
          "timing.historyGossip",
          historyGossip,
          "at most historyLength, " + historyLength);
      Check.that(
          seenTtl.compareTo(heartbeat.multipliedBy(historyLength)) > 0,
          "timing.seenTtl",
          seenTtl,
          "longer than the history, or messages come again");
      Check.that(
          pruneBackoff.compareTo(Duration.ofSeconds(1)) >= 0,
          "timing.pruneBackoff",
          pruneBackoff,
          "at least a second");
      Check.that(
          unsubscribeBackoff.compareTo(Duration.ofSeconds(1)) >= 0,
          "timing.unsubscribeBackoff",
          unsubscribeBackoff,
          "at least a second");
      Check.notNegative(graftPatience, "timing.graftPatience");
      Check.positive(wantPatience, "timing.wantPatience");
      Check.atLeast(1, opportunisticTicks, "timing.opportunisticTicks");
      Check.atLeast(1, directTicks, "timing.directTicks");
    }

    /** The specification's, with a first heartbeat after a tenth of a second. */
    public static Timing defaults() {
      return new Timing(
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          5,
          3,
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(3),
          60,
          300);
    }
  }

  /**
   * How copies of larger messages are avoided: gossipsub 1.2, and beyond it a message goes first to
   * a few peers of the mesh and a moment later to those that did not say meanwhile that they have
   * it.
   *
   * @param threshold messages of fewer bytes cost less than telling of them
   * @param eager so many peers get a larger message at once; messages of our own go to all
   * @param holdBack how long the others wait; about two one-way trips, or zero for not at all
   */
  public record Duplicates(int threshold, int eager, Duration holdBack) {
    /** Refuses what makes no sense, with its name. */
    public Duplicates {
      Check.atLeast(0, threshold, "duplicates.threshold");
      Check.atLeast(1, eager, "duplicates.eager");
      Check.notNegative(holdBack, "duplicates.holdBack");
      Check.that(
          holdBack.compareTo(Duration.ofSeconds(1)) <= 0,
          "duplicates.holdBack",
          holdBack,
          "at most a second");
    }

    /** For peers all over a continent. */
    public static Duplicates defaults() {
      return new Duplicates(1_024, 1, Duration.ofMillis(120));
    }
  }

  /**
   * What is kept and done for one peer.
   *
   * @param subscriptions topics that it may be subscribed to
   * @param haves IHAVE messages of a heartbeat
   * @param haveIds ids told of, and asked for, in a heartbeat
   * @param retransmissions how often it gets the same message by IWANT
   * @param unwanted IDONTWANT messages of a heartbeat
   * @param unwantedIds ids of them that are remembered
   * @param exchanged peers that are told of, and dialled, at once
   * @param queueMessages RPCs that wait to be sent to it
   * @param queueBytes their bytes
   */
  public record PeerLimits(
      int subscriptions,
      int haves,
      int haveIds,
      int retransmissions,
      int unwanted,
      int unwantedIds,
      int exchanged,
      int queueMessages,
      int queueBytes) {
    /** Refuses what makes no sense, with its name. */
    public PeerLimits {
      Check.atLeast(1, subscriptions, "peerLimits.subscriptions");
      Check.atLeast(1, haves, "peerLimits.haves");
      Check.atLeast(1, haveIds, "peerLimits.haveIds");
      Check.atLeast(1, retransmissions, "peerLimits.retransmissions");
      Check.atLeast(1, unwanted, "peerLimits.unwanted");
      Check.atLeast(1, unwantedIds, "peerLimits.unwantedIds");
      Check.atLeast(0, exchanged, "peerLimits.exchanged");
      Check.atLeast(1, queueMessages, "peerLimits.queueMessages");
      Check.atLeast(1, queueBytes, "peerLimits.queueBytes");
    }

    /** What busy honest peers do not reach. */
    public static PeerLimits defaults() {
      return new PeerLimits(1_000, 10, 5_000, 3, 1_000, 4_096, 16, 4_096, 8 << 20);
    }
  }

  /**
   * How messages are judged.
   *
   * @param queue of all topics: messages that wait; more are throttled
   * @param topicQueue of one topic
   * @param threads that judge at the same time
   * @param patience how long a validator may take; then the message is ignored
   */
  public record Validation(int queue, int topicQueue, int threads, Duration patience) {
    /** Refuses what makes no sense, with its name. */
    public Validation {
      Check.atLeast(1, queue, "validation.queue");
      Check.atLeast(1, topicQueue, "validation.topicQueue");
      Check.atLeast(1, threads, "validation.threads");
      Check.positive(patience, "validation.patience");
    }

    /** As many threads as there are processors, two at least. */
    public static Validation defaults() {
      int processors = Math.max(2, Runtime.getRuntime().availableProcessors());
      return new Validation(4_096, 2_048, processors, Duration.ofSeconds(10));
    }
  }

  /** Those of the specification and of this project. */
  public static GossipSettings defaults() {
    return new GossipSettings(
        SignaturePolicy.STRICT_SIGN,
        Mesh.of(6, 4, 12),
        Timing.defaults(),
        Duplicates.defaults(),
        RpcLimits.defaults(),
        PeerLimits.defaults(),
        Validation.defaults(),
        ScoreSettings.defaults(),
        true,
        true,
        Set.of(),
        TopicFilter.any());
  }

  /** The same with another signature policy. */
  public GossipSettings withSignatures(SignaturePolicy other) {
    return new GossipSettings(
        other,
        mesh,
        timing,
        duplicates,
        limits,
        peerLimits,
        validation,
        scores,
        floodPublish,
        exchangePeers,
        directPeers,
        topics);
  }

  /** The same with another mesh. */
  public GossipSettings withMesh(Mesh other) {
    return new GossipSettings(
        signatures,
        other,
        timing,
        duplicates,
        limits,
        peerLimits,
        validation,
        scores,
        floodPublish,
        exchangePeers,
        directPeers,
        topics);
  }

  /** The same with other times. */
  public GossipSettings withTiming(Timing other) {
    return new GossipSettings(
        signatures,
        mesh,
        other,
        duplicates,
        limits,
        peerLimits,
        validation,
        scores,
        floodPublish,
        exchangePeers,
        directPeers,
        topics);
  }

  /** The same with another way to avoid copies. */
  public GossipSettings withDuplicates(Duplicates other) {
    return new GossipSettings(
        signatures,
        mesh,
        timing,
        other,
        limits,
        peerLimits,
        validation,
        scores,
        floodPublish,
        exchangePeers,
        directPeers,
        topics);
  }

  /** The same with other limits of RPCs. */
  public GossipSettings withLimits(RpcLimits other) {
    return new GossipSettings(
        signatures,
        mesh,
        timing,
        duplicates,
        other,
        peerLimits,
        validation,
        scores,
        floodPublish,
        exchangePeers,
        directPeers,
        topics);
  }

  /** The same with other limits of peers. */
  public GossipSettings withPeerLimits(PeerLimits other) {
    return new GossipSettings(
        signatures,
        mesh,
        timing,
        duplicates,
        limits,
        other,
        validation,
        scores,
        floodPublish,
        exchangePeers,
        directPeers,
        topics);
  }

  /** The same with another judging of messages. */
  public GossipSettings withValidation(Validation other) {
    return new GossipSettings(
        signatures,
        mesh,
        timing,
        duplicates,
        limits,
        peerLimits,
        other,
        scores,
        floodPublish,
        exchangePeers,
        directPeers,
        topics);
  }

  /** The same with another judging of peers. */
  public GossipSettings withScores(ScoreSettings other) {
    return new GossipSettings(
        signatures,
        mesh,
        timing,
        duplicates,
        limits,
        peerLimits,
        validation,
        other,
        floodPublish,
        exchangePeers,
        directPeers,
        topics);
  }

  /** The same with or without flood publishing. */
  public GossipSettings withFloodPublish(boolean other) {
    return new GossipSettings(
        signatures,
        mesh,
        timing,
        duplicates,
        limits,
        peerLimits,
        validation,
        scores,
        other,
        exchangePeers,
        directPeers,
        topics);
  }

  /** The same with other direct peers. */
  public GossipSettings withDirectPeers(Set<PeerId> others) {
    return new GossipSettings(
        signatures,
        mesh,
        timing,
        duplicates,
        limits,
        peerLimits,
        validation,
        scores,
        floodPublish,
        exchangePeers,
        others,
        topics);
  }

  /** The same with or without peer exchange. */
  public GossipSettings withExchangePeers(boolean other) {
    return new GossipSettings(
        signatures,
        mesh,
        timing,
        duplicates,
        limits,
        peerLimits,
        validation,
        scores,
        floodPublish,
        other,
        directPeers,
        topics);
  }

  /** The same with another choice of topics. */
  public GossipSettings withTopics(TopicFilter other) {
    return new GossipSettings(
        signatures,
        mesh,
        timing,
        duplicates,
        limits,
        peerLimits,
        validation,
        scores,
        floodPublish,
        exchangePeers,
        directPeers,
        other);
  }
}

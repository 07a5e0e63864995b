package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each peer is worth: gossipsub 1.1, "The Score Function". An engine: times are nanoseconds
 * given from outside. Belongs to the engine's owner.
 */
final class PeerScores {
  /** Deliveries whose copies are still told apart; a message more costs the oldest its place. */
  static final int MAX_DELIVERIES = 65_536;

  /** Peers that are gone and still remembered; of more, who left first is forgotten. */
  static final int MAX_GONE = 20_000;

  private final ScoreSettings settings;
  private final long deliveryNanos;
  private final Map<PeerId, PeerDeeds> peers = new HashMap<>();

  /** Those of them that are gone, in the order in which they left. */
  private final Set<PeerId> gone = new LinkedHashSet<>();

  private final Map<String, Set<PeerId>> byAddress = new HashMap<>();
  private final Map<Bytes, Delivery> deliveries = new LinkedHashMap<>();

  /** What one peer has done. */
  private static final class PeerDeeds {
    final Map<String, TopicDeeds> topics = new HashMap<>();
    String address = "";
    long forgetAt;
    double misdeeds;
    double application;

    /** Whether there is nothing to remember. */
    boolean isBlank() {
      return misdeeds == 0
          && application == 0
          && topics.values().stream().allMatch(TopicDeeds::isBlank);
    }
  }

  /** Who has brought a message. */
  private static final class Delivery {
    enum State {
      UNKNOWN,
      VALID,
      INVALID,
      IGNORED
    }

    final long firstAt;
    final Set<PeerId> peers = new HashSet<>();
    State state = State.UNKNOWN;
    long validAt;

    Delivery(long firstAt) {
      this.firstAt = firstAt;
    }
  }

  /**
   * @param deliveryNanos how long a message is known again
   */
  PeerScores(ScoreSettings settings, long deliveryNanos) {
    this.settings = settings;
    this.deliveryNanos = deliveryNanos;
  }

  /**
   * A peer is there, or now also elsewhere.
   *
   * @param address what tells its machine from others, for P6; empty if it is not to count
   */
  void connected(PeerId peer, String address) {
    PeerDeeds deeds = peers.computeIfAbsent(peer, p -> new PeerDeeds());
    gone.remove(peer);
    leaveAddress(peer, deeds);
    deeds.address = address;
    if (!address.isEmpty()) {
      byAddress.computeIfAbsent(address, a -> new HashSet<>()).add(peer);
    }
  }

  private void leaveAddress(PeerId peer, PeerDeeds deeds) {
    Set<PeerId> there = byAddress.get(deeds.address);
    if (there != null && there.remove(peer) && there.isEmpty()) {
      byAddress.remove(deeds.address);
    }
  }

  /** It is gone. A good score goes with it: nobody shall profit from coming again. */
  void disconnected(PeerId peer, long now) {
    PeerDeeds deeds = peers.get(peer);
    if (deeds == null) {
      return;
    }
    leaveAddress(peer, deeds);
    deeds.topics.forEach((topic, deed) -> deed.leftMesh(settings.topic(topic), now));
    deeds.topics.values().forEach(deed -> deed.firstDeliveries = 0);
    if (score(peer, now) > 0 || deeds.isBlank() || settings.retention().isZero()) {
      peers.remove(peer);
      return;
    }
    deeds.forgetAt = now + settings.retention().toNanos();
    gone.add(peer);
    if (gone.size() > MAX_GONE) {
      PeerId first = gone.iterator().next();
      gone.remove(first);
      peers.remove(first);
    }
  }

  void grafted(PeerId peer, String topic, long now) {
    TopicDeeds deeds = deeds(peer, topic);
    if (deeds != null) {
      deeds.joinedMesh(now);
    }
  }

  void pruned(PeerId peer, String topic, long now) {
    TopicDeeds deeds = deeds(peer, topic);
    if (deeds != null) {
      deeds.leftMesh(settings.topic(topic), now);
    }
  }

  private @Nullable TopicDeeds deeds(PeerId peer, String topic) {
    PeerDeeds deeds = peers.get(peer);
    return deeds == null ? null : deeds.topics.computeIfAbsent(topic, t -> new TopicDeeds());
  }

  /** A message has come for the first time. */
  void began(Bytes id, PeerId from, long now) {
    delivery(id, now).peers.add(from);
  }

  private Delivery delivery(Bytes id, long now) {
    Delivery delivery = deliveries.computeIfAbsent(id, i -> new Delivery(now));
    if (deliveries.size() > MAX_DELIVERIES) {
      deliveries.remove(deliveries.keySet().iterator().next());
    }
    return delivery;
  }

  /** It is good. */
  void accepted(Bytes id, PeerId from, String topic, long now) {
    Delivery delivery = delivery(id, now);
    if (delivery.state != Delivery.State.UNKNOWN) {
      return;
    }
    delivery.state = Delivery.State.VALID;
    delivery.validAt = now;
    TopicScore rules = settings.topic(topic);
    TopicDeeds first = deeds(from, topic);
    if (first != null) {
      first.first(rules);
      first.delivered(rules);
    }
    for (PeerId other : delivery.peers) {
      TopicDeeds deeds = other.equals(from) ? null : deeds(other, topic);
      if (deeds != null) {
        deeds.delivered(rules);
      }
    }
  }

  /** It is bad: all who brought it have failed. */
  void rejected(Bytes id, PeerId from, String topic, long now) {
    Delivery delivery = delivery(id, now);
    if (delivery.state != Delivery.State.UNKNOWN) {
      return;
    }
    delivery.state = Delivery.State.INVALID;
    delivery.peers.add(from);
    delivery.peers.forEach(peer -> invalid(peer, topic));
    delivery.peers.clear();
  }

  /** It was not what its id says, or will come again. */
  void forget(Bytes id) {
    deliveries.remove(id);
  }

  /** It is not wanted. */
  void ignored(Bytes id, long now) {
    Delivery delivery = delivery(id, now);
    if (delivery.state == Delivery.State.UNKNOWN) {
      delivery.state = Delivery.State.IGNORED;
      delivery.peers.clear();
    }
  }

  /** A peer has sent what is no valid message of a topic. */
  void invalid(PeerId peer, String topic) {
    TopicDeeds deeds = deeds(peer, topic);
    if (deeds != null) {
      deeds.invalid++;
    }
  }

  /** A message has come again. */
  void repeated(Bytes id, PeerId from, String topic, long now) {
    Delivery delivery = deliveries.get(id);
    if (delivery == null || !delivery.peers.add(from)) {
      return;
    }
    switch (delivery.state) {
      case UNKNOWN, IGNORED -> {}
      case INVALID -> invalid(from, topic);
      case VALID -> {
        TopicScore rules = settings.topic(topic);
        TopicDeeds deeds = deeds(from, topic);
        if (deeds != null && now - delivery.validAt <= rules.meshDeliveries().window().toNanos()) {
          deeds.delivered(rules);
        }
      }
    }
  }

  /** P7: a peer has misbehaved so often. */
  void misbehaved(PeerId peer, double times) {
    PeerDeeds deeds = peers.get(peer);
    if (deeds != null) {
      deeds.misdeeds += times;
    }
  }

  /** P5: what the application thinks of a peer that is or was there. */
  void application(PeerId peer, double score) {
    PeerDeeds deeds = peers.get(peer);
    if (deeds != null) {
      deeds.application = score;
    }
  }

  /** Everything fades; to be called each {@link ScoreSettings#decayInterval}. */
  void decay(long now) {
    forgetTheGone(now);
    for (Map.Entry<PeerId, PeerDeeds> each : peers.entrySet()) {
      if (!gone.contains(each.getKey())) { // Nobody gets better by staying away.
        fade(each.getValue());
      }
    }
    Iterator<Delivery> oldest = deliveries.values().iterator();
    while (oldest.hasNext() && now - oldest.next().firstAt > deliveryNanos) {
      oldest.remove();
    }
  }

  private void forgetTheGone(long now) {
    Iterator<PeerId> oldest = gone.iterator();
    while (oldest.hasNext()) {
      PeerId peer = oldest.next();
      PeerDeeds deeds = peers.get(peer);
      if (deeds != null && now < deeds.forgetAt) {
        return;
      }
      peers.remove(peer);
      oldest.remove();
    }
  }

  private void fade(PeerDeeds deeds) {
    deeds.misdeeds = faded(deeds.misdeeds, settings.behaviourDecay(), settings.decayToZero());
    deeds.topics.forEach(
        (topic, deed) -> deed.decay(settings.topic(topic), settings.decayToZero()));
  }

  static double faded(double value, double decay, double toZero) {
    double less = value * decay;
    return less < toZero ? 0 : less;
  }

  /** The score of a peer; 0 of an unknown one. */
  double score(PeerId peer, long now) {
    PeerDeeds deeds = peers.get(peer);
    if (deeds == null) {
      return 0;
    }
    double topics = 0;
    for (Map.Entry<String, TopicDeeds> each : deeds.topics.entrySet()) {
      TopicScore rules = settings.topic(each.getKey());
      topics += rules.weight() * each.getValue().score(rules, now);
    }
    if (settings.topicCap() > 0) {
      topics = Math.min(topics, settings.topicCap());
    }
    return topics
        + settings.applicationWeight() * deeds.application
        + settings.colocation().weight() * square(surplus(deeds.address))
        + settings.behaviourWeight()
            * square(Math.max(0, deeds.misdeeds - settings.behaviourThreshold()));
  }

  private double surplus(String address) {
    Set<PeerId> there = byAddress.get(address);
    return there == null ? 0 : Math.max(0, there.size() - settings.colocation().threshold());
  }

  private static double square(double value) {
    return value * value;
  }

  /** How many peers are remembered, for tests. */
  int remembered() {
    return peers.size();
  }
}

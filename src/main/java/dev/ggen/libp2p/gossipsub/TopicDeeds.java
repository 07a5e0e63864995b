package dev.ggen.libp2p.gossipsub;

/** What a peer has done in one topic: the counters of P1 to P4. */
final class TopicDeeds {
  boolean inMesh;
  double firstDeliveries;
  double meshDeliveries;
  double failures;
  double invalid;
  private long meshSince;

  void joinedMesh(long now) {
    inMesh = true;
    meshSince = now;
  }

  /** P3b: what is missing when it leaves sticks to it. */
  void leftMesh(TopicScore rules, long now) {
    if (inMesh) {
      double deficit = deficit(rules, now);
      failures += deficit * deficit;
      inMesh = false;
    }
  }

  void first(TopicScore rules) {
    firstDeliveries = Math.min(rules.firstDeliveries().cap(), firstDeliveries + 1);
  }

  /** P3 counts only what is delivered as a peer of the mesh. */
  void delivered(TopicScore rules) {
    if (inMesh) {
      meshDeliveries = Math.min(rules.meshDeliveries().cap(), meshDeliveries + 1);
    }
  }

  void decay(TopicScore rules, double toZero) {
    firstDeliveries = PeerScores.faded(firstDeliveries, rules.firstDeliveries().decay(), toZero);
    meshDeliveries = PeerScores.faded(meshDeliveries, rules.meshDeliveries().decay(), toZero);
    failures = PeerScores.faded(failures, rules.failureDecay(), toZero);
    invalid = PeerScores.faded(invalid, rules.invalidDecay(), toZero);
  }

  boolean isBlank() {
    return !inMesh && firstDeliveries == 0 && failures == 0 && invalid == 0;
  }

  double score(TopicScore rules, long now) {
    double score = rules.firstDeliveries().weight() * firstDeliveries;
    if (inMesh) {
      TopicScore.MeshTime time = rules.meshTime();
      double quanta = (double) (now - meshSince) / time.quantum().toNanos();
      score += time.weight() * Math.min(time.cap(), quanta);
    }
    double deficit = deficit(rules, now);
    score += rules.meshDeliveries().weight() * deficit * deficit;
    score += rules.failureWeight() * failures;
    return score + rules.invalidWeight() * invalid * invalid;
  }

  private double deficit(TopicScore rules, long now) {
    TopicScore.MeshDeliveries wanted = rules.meshDeliveries();
    boolean matters = wanted.weight() != 0 || rules.failureWeight() != 0;
    boolean judged = inMesh && matters && now - meshSince > wanted.activation().toNanos();
    return judged ? Math.max(0, wanted.threshold() - meshDeliveries) : 0;
  }
}

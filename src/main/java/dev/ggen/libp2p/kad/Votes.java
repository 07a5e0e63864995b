package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which peer has told which value of a key: all of them valid, "Value retrieval". One owner. */
final class Votes implements Lookups.Guide {
  private final Bytes key;
  private final int quorum;
  private final RecordValidator validators;
  private final Map<PeerId, Bytes> byPeer = new HashMap<>();

  Votes(Bytes key, int quorum, RecordValidator validators) {
    this.key = key;
    this.quorum = quorum;
    this.validators = validators;
  }

  void count(PeerId peer, Bytes value) {
    byPeer.put(peer, value);
  }

  @Override
  public void take(PeerId peer, KadMessage answer) throws ProtocolViolationException {
    if (answer.value().isEmpty()) {
      return;
    }
    KadRecord told = answer.value().get();
    if (!told.key().equals(key)) {
      throw new ProtocolViolationException("kad: a value of another key");
    }
    try {
      validators.validate(key, told.value());
    } catch (InvalidRecordException e) {
      throw new ProtocolViolationException("kad: a forged value: " + e.getMessage(), e);
    }
    count(peer, told.value());
  }

  boolean isEnough() {
    return byPeer.size() >= quorum;
  }

  @Override
  public boolean isEnough(Lookup lookup, Instant now) {
    return isEnough();
  }

  Optional<Bytes> best() {
    return byPeer.values().stream()
        .reduce((one, other) -> validators.isBetter(key, other, one) ? other : one);
  }

  boolean hasVoted(PeerId peer) {
    return byPeer.containsKey(peer);
  }

  /** Those who hold another value. */
  Set<PeerId> against(Bytes best) {
    return byPeer.entrySet().stream()
        .filter(vote -> !vote.getValue().equals(best))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}

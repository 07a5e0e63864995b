package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the last heartbeats, for those who ask: gossipsub 1.0, "Message Cache". Bounded
 * in bytes; beyond that the oldest go first.
 */
final class MessageCache {
  /** Some seconds of a busy network. */
  static final long MAX_BYTES = 64L << 20;

  private static final class Kept {
    final PubsubMessage message;
    final Map<PeerId, Integer> given = new HashMap<>();

    Kept(PubsubMessage message) {
      this.message = message;
    }
  }

  private record Place(Bytes id, String topic) {}

  private final int length;
  private final int gossip;
  private final long maxBytes;
  private final Map<Bytes, Kept> messages = new HashMap<>();

  /** One list of a heartbeat each, the present first. */
  private final Deque<ArrayDeque<Place>> windows = new ArrayDeque<>();

  private long bytes;

  MessageCache(int length, int gossip, long maxBytes) {
    this.length = length;
    this.gossip = gossip;
    this.maxBytes = maxBytes;
    windows.addFirst(new ArrayDeque<>());
  }

  void put(Bytes id, PubsubMessage message) {
    if (messages.putIfAbsent(id, new Kept(message)) != null) {
      return;
    }
    windows.getFirst().addLast(new Place(id, message.topic()));
    bytes += message.encoded().size();
    while (bytes > maxBytes) {
      removeOldest();
    }
  }

  private void removeOldest() {
    while (windows.size() > 1 && windows.getLast().isEmpty()) {
      windows.removeLast();
    }
    Place oldest = windows.getLast().pollFirst();
    if (oldest != null) {
      remove(oldest);
    }
  }

  private void remove(Place place) {
    Kept kept = messages.remove(place.id());
    if (kept != null) {
      bytes -= kept.message.encoded().size();
    }
  }

  @Nullable PubsubMessage get(Bytes id) {
    Kept kept = messages.get(id);
    return kept == null ? null : kept.message;
  }

  /** A message, unless the peer was given it too often already; counts as given. */
  Optional<PubsubMessage> give(Bytes id, PeerId to, int most) {
    Kept kept = messages.get(id);
    return kept == null || kept.given.merge(to, 1, Integer::sum) > most
        ? Optional.empty()
        : Optional.of(kept.message);
  }

  /** The messages that are to be told of, by topic. */
  Map<String, List<Bytes>> recent() {
    Map<String, List<Bytes>> recent = new HashMap<>();
    windows.stream()
        .limit(gossip)
        .flatMap(ArrayDeque::stream)
        .forEach(
            place -> recent.computeIfAbsent(place.topic(), t -> new ArrayList<>()).add(place.id()));
    return recent;
  }

  /** A heartbeat has passed. */
  void shift() {
    windows.addFirst(new ArrayDeque<>());
    while (windows.size() > length) {
      windows.removeLast().forEach(this::remove);
    }
  }

  int size() {
    return messages.size();
  }
}

package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.PeerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How useful peers are to the parts of a node: each part gives a peer a value under a name of its
 * own, or protects it. Decides which connections are kept. Safe for any number of threads.
 */
public final class PeerTags {
  /** A node has some ten parts; more names for a peer are a fault. */
  public static final int MAX_NAMES = 64;

  private final Map<PeerId, Map<String, Integer>> values = new HashMap<>();
  private final Map<PeerId, Set<String>> protectors = new HashMap<>();

  /** Sets the value of a peer under a name; the sum counts. */
  public synchronized void tag(PeerId peer, String name, int value) {
    Map<String, Integer> tags = values.computeIfAbsent(peer, p -> new HashMap<>());
    requireRoom(tags.size(), tags.containsKey(name));
    tags.put(name, value);
  }

  /** Takes the value of a name back. */
  public synchronized void untag(PeerId peer, String name) {
    values.computeIfPresent(
        peer,
        (p, tags) -> {
          tags.remove(name);
          return tags.isEmpty() ? null : tags;
        });
  }

  /** Keeps the connections of a peer until every name has let go of it. */
  public synchronized void protect(PeerId peer, String name) {
    Set<String> names = protectors.computeIfAbsent(peer, p -> new HashSet<>());
    requireRoom(names.size(), names.contains(name));
    names.add(name);
  }

  /** Lets go of a peer; returns whether another name still protects it. */
  public synchronized boolean unprotect(PeerId peer, String name) {
    return protectors.computeIfPresent(
            peer,
            (p, names) -> {
              names.remove(name);
              return names.isEmpty() ? null : names;
            })
        != null;
  }

  /** Whether any name protects the peer. */
  public synchronized boolean isProtected(PeerId peer) {
    return protectors.containsKey(peer);
  }

  /** The sum of a peer's values; 0 for an unknown one. */
  public synchronized int value(PeerId peer) {
    return values.getOrDefault(peer, Map.of()).values().stream().mapToInt(v -> v).sum();
  }

  private static void requireRoom(int size, boolean present) {
    if (!present && size >= MAX_NAMES) {
      throw new IllegalStateException("a peer has more than " + MAX_NAMES + " tags");
    }
  }
}

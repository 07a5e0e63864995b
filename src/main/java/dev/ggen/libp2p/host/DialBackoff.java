package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.Multiaddr;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which addresses failed lately and are left alone for a while, an engine: 5 s after the first
 * failure, doubling up to 5 min. Bounded; what was used longest ago is forgotten first. Safe for
 * any number of threads.
 */
final class DialBackoff {
  static final Duration FIRST = Duration.ofSeconds(5);
  static final Duration LONGEST = Duration.ofMinutes(5);

  /** Forgetting one only means to try it once more. */
  static final int MAX_ENTRIES = 10_000;

  private record Pause(int failures, Instant until) {}

  private final Map<Multiaddr, Pause> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Multiaddr, Pause> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  synchronized boolean isBlocked(Multiaddr address, Instant now) {
    Pause pause = entries.get(address);
    return pause != null && now.isBefore(pause.until());
  }

  synchronized void failed(Multiaddr address, Instant now) {
    Pause before = entries.get(address);
    int failures = before == null ? 1 : Math.min(before.failures() + 1, 10);
    Duration length = FIRST.multipliedBy(1L << (failures - 1));
    Duration capped = length.compareTo(LONGEST) > 0 ? LONGEST : length;
    entries.put(address, new Pause(failures, now.plus(capped)));
  }

  synchronized void succeeded(Multiaddr address) {
    entries.remove(address);
  }

  synchronized int size() {
    return entries.size();
  }
}

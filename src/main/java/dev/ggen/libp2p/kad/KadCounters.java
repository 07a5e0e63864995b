package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.kad.KadStatus.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a node does. The names are few and its own. Safe for any number of threads. */
final class KadCounters {
  private static final class Tally {
    final LongAdder succeeded = new LongAdder();
    final LongAdder failed = new LongAdder();
    final Latencies latencies = new Latencies();

    KadStatus.Count status() {
      return new KadStatus.Count(succeeded.sum(), failed.sum(), latencies.status());
    }
  }

  private final Map<String, Tally> queries = new ConcurrentHashMap<>();
  private final Map<String, Tally> requests = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> served = new ConcurrentHashMap<>();
  private final Map<Refusal, LongAdder> refused = new ConcurrentHashMap<>();
  private final AtomicInteger running = new AtomicInteger();

  void queryBegins() {
    running.incrementAndGet();
  }

  void queryEnds(String purpose, boolean succeeded, Duration taken) {
    running.decrementAndGet();
    count(queries, purpose, succeeded, taken);
  }

  void request(KadMessage.Type type, boolean succeeded, Duration taken) {
    count(requests, type.name(), succeeded, taken);
  }

  private static void count(
      Map<String, Tally> tallies, String name, boolean succeeded, Duration taken) {
    Tally tally = tallies.computeIfAbsent(name, n -> new Tally());
    (succeeded ? tally.succeeded : tally.failed).increment();
    if (succeeded) {
      tally.latencies.add(taken);
    }
  }

  void served(KadMessage.Type type) {
    served.computeIfAbsent(type.name(), n -> new LongAdder()).increment();
  }

  void refused(Refusal reason) {
    refused.computeIfAbsent(reason, r -> new LongAdder()).increment();
  }

  int running() {
    return running.get();
  }

  Map<String, KadStatus.Count> queries() {
    return statuses(queries);
  }

  Map<String, KadStatus.Count> requests() {
    return statuses(requests);
  }

  private static Map<String, KadStatus.Count> statuses(Map<String, Tally> tallies) {
    Map<String, KadStatus.Count> statuses = new TreeMap<>();
    tallies.forEach((name, tally) -> statuses.put(name, tally.status()));
    return statuses;
  }

  Map<String, Long> served() {
    return sums(served);
  }

  Map<Refusal, Long> refused() {
    return sums(refused);
  }

  private static <K extends Comparable<K>> Map<K, Long> sums(Map<K, LongAdder> adders) {
    Map<K, Long> sums = new TreeMap<>();
    adders.forEach((name, adder) -> sums.put(name, adder.sum()));
    return sums;
  }
}

package dev.ggen.registry.central;

import dev.ggen.registry.central.store.DownloadStore;
import dev.ggen.registry.model.PackageName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts downloads in memory and adds them to the database now and then. A crash loses the counts
 * since the last flush, which nobody was promised. Safe for any thread.
 */
final class DownloadCounter {
  /** Names between two flushes; more than can be fetched in that time. */
  static final int MAX_NAMES = 100_000;

  private final CentralTransactions transactions;
  private final DownloadStore store;
  private final OverviewCache cache;
  private final Map<PackageName, LongAdder> pending = new ConcurrentHashMap<>();

  DownloadCounter(CentralTransactions transactions, DownloadStore store, OverviewCache cache) {
    this.transactions = transactions;
    this.store = store;
    this.cache = cache;
  }

  void count(PackageName name) {
    LongAdder adder = pending.get(name);
    if (adder == null && pending.size() < MAX_NAMES) {
      adder = pending.computeIfAbsent(name, key -> new LongAdder());
    }
    if (adder != null) {
      adder.increment();
    }
  }

  void flush() {
    for (PackageName name : List.copyOf(pending.keySet())) {
      LongAdder adder = pending.remove(name);
      if (adder != null) {
        add(name, adder);
      }
    }
  }

  private void add(PackageName name, LongAdder adder) {
    transactions.writeLazily(() -> store.add(name, adder.sum()));
    cache.drop(name);
  }
}

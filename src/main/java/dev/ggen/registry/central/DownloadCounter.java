package dev.ggen.registry.central;

import dev.ggen.registry.central.store.DownloadStore;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.port.RegistryException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts downloads in memory and adds them to the database now and then. A count that can't be
 * written waits for the next flush; a crash loses those since the last one, which nobody was
 * promised. Safe for any thread.
 */
final class DownloadCounter {
  /** Names between two flushes; more than can be fetched in that time. */
  static final int MAX_NAMES = 100_000;

  /** Names of one transaction. */
  private static final int BATCH = 500;

  private final CentralTransactions transactions;
  private final DownloadStore store;
  private final OverviewCache cache;
  private final Map<PackageName, Long> pending = new ConcurrentHashMap<>();

  DownloadCounter(CentralTransactions transactions, DownloadStore store, OverviewCache cache) {
    this.transactions = transactions;
    this.store = store;
    this.cache = cache;
  }

  void count(PackageName name) {
    if (pending.size() < MAX_NAMES || pending.containsKey(name)) {
      add(name, 1);
    }
  }

  private void add(PackageName name, long count) {
    var _ = pending.merge(name, count, Long::sum);
  }

  void flush() {
    List<PackageName> names = pending.keySet().stream().sorted().toList();
    for (int from = 0; from < names.size(); from += BATCH) {
      flush(names.subList(from, Math.min(from + BATCH, names.size())));
    }
  }

  /** Writes some names in one order everywhere, so that no two processes block each other. */
  private void flush(List<PackageName> names) {
    Map<PackageName, Long> taken = new TreeMap<>();
    names.forEach(name -> taken.computeIfAbsent(name, pending::remove));
    try {
      transactions.writeLazily(() -> taken.forEach(store::add));
    } catch (RegistryException.Unavailable e) {
      taken.forEach(this::add);
      throw e;
    }
    taken.keySet().forEach(cache::drop);
  }
}

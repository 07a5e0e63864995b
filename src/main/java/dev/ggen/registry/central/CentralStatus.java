package dev.ggen.registry.central;

import dev.ggen.registry.central.store.PackageReader;
import dev.ggen.registry.port.RegistryStatus;

/** Counts of the database and the place of the index. Safe for any thread. */
public final class CentralStatus implements RegistryStatus {
  private final CentralTransactions transactions;
  private final PackageReader reader;
  private final CentralFeed feed;
  private final FeedFollower follower;

  CentralStatus(
      CentralTransactions transactions,
      PackageReader reader,
      CentralFeed feed,
      FeedFollower follower) {
    this.transactions = transactions;
    this.reader = reader;
    this.feed = feed;
    this.follower = follower;
  }

  @Override
  public Snapshot snapshot() {
    PackageReader.Counts counts = transactions.read(reader::counts);
    return new Snapshot(
        counts.packages(),
        counts.versions(),
        counts.archiveBytes(),
        feed.newestSequence(),
        follower.indexedSequence());
  }
}

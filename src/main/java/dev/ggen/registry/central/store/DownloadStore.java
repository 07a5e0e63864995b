package dev.ggen.registry.central.store;

import dev.ggen.registry.central.store.Repositories.Downloads;
import dev.ggen.registry.model.PackageName;

/** The download counts' table. */
public final class DownloadStore {
  private final Downloads downloads;

  DownloadStore(Downloads downloads) {
    this.downloads = downloads;
  }

  /** Adds to the count of a package; nothing happens if it does not exist. */
  public void add(PackageName name, long count) {
    downloads.add(name.value(), count);
  }
}

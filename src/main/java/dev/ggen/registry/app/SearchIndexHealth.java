package dev.ggen.registry.app;

import dev.ggen.registry.port.RegistryStatus;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** Out of service while search is too far behind the changes. */
final class SearchIndexHealth extends AbstractHealthIndicator {
  private final RegistryStatus status;
  private final long maxLag;

  SearchIndexHealth(RegistryStatus status, long maxLag) {
    super("The state of the index can't be read.");
    this.status = status;
    this.maxLag = maxLag;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    RegistryStatus.Snapshot now = status.snapshot();
    long lag = now.sequence() - now.indexedSequence();
    health
        .status(lag > maxLag ? Status.OUT_OF_SERVICE : Status.UP)
        .withDetail("lag", lag)
        .withDetail("maxLag", maxLag);
  }
}

package dev.ggen.libp2p.host;

import java.io.IOException;

/** A limit of this host is reached. Trying again later may help. */
public final class ResourceExhaustedException extends IOException {
  private final String limit;

  ResourceExhaustedException(String limit, long value) {
    super("the limit " + limit + " of " + value + " is reached");
    this.limit = limit;
  }

  /** The name of the limit in {@link ResourceLimits}. */
  public String limit() {
    return limit;
  }
}

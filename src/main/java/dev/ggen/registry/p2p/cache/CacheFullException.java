package dev.ggen.registry.p2p.cache;

import java.io.IOException;

/** There is no room for an archive, and none can be made. */
public final class CacheFullException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why, and what an operator can do. */
  public CacheFullException(String message) {
    super(message);
  }
}

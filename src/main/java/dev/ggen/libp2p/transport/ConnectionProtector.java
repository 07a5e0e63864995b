package dev.ggen.libp2p.transport;

import java.io.IOException;

/** Wraps each raw connection before anything is said on it. */
@FunctionalInterface
public interface ConnectionProtector {
  /** Changes nothing. */
  ConnectionProtector NONE = raw -> raw;

  /** The wrapped connection, which owns the raw one. May block; the caller bounds the time. */
  RawConnection protect(RawConnection raw) throws IOException;
}

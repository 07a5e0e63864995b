package dev.ggen.libp2p.host;

/**
 * Hears of what happens at a host: libp2p connections, "Connection Lifecycle Events". Called by the
 * host's threads, so it must return at once ({@link Host#execute} runs what takes longer).
 */
public interface HostListener {
  /** A connection can be used. */
  default void connected(Connection connection) {}

  /** A connection of which {@link #connected} told is gone. */
  default void disconnected(Connection connection, String reason) {}

  /** What the host tells of itself has changed: its addresses or its protocols. */
  default void changed() {}
}

package dev.ggen.registry.cli.remote;

/** Hears of bytes that went over the wire. Called by the thread that moves them. */
@FunctionalInterface
public interface TransferListener {
  /** Hears nothing. */
  TransferListener NONE = bytes -> {};

  /** So many bytes more went over the wire. */
  void moved(long bytes);
}

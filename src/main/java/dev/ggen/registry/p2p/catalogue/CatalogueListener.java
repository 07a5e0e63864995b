package dev.ggen.registry.p2p.catalogue;

/**
 * Hears of every change, in order. It is called by the thread that made the change, which holds the
 * catalogue's lock: it must be quick, must not block and must not throw.
 */
@FunctionalInterface
public interface CatalogueListener {
  /** Hears nothing. */
  CatalogueListener NONE = change -> {};

  /** Called after searches by name, but not yet the index, show the change. */
  void changed(CatalogueChange change);
}

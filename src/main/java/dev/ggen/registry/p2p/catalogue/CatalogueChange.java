package dev.ggen.registry.p2p.catalogue;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.p2p.record.SignedEntry;
import dev.ggen.registry.p2p.trust.Ownership;

/** Something that has changed in the catalogue. */
public sealed interface CatalogueChange {
  /** The package concerned. */
  PackageName name();

  /**
   * An entry came, or took the place of an earlier word of the same signer.
   *
   * @param source which way
   * @param outcome {@link Outcome.Added}, {@link Outcome.Updated} or {@link Outcome.Conflict}
   */
  record Entered(SignedEntry entry, Source source, Outcome outcome) implements CatalogueChange {
    @Override
    public PackageName name() {
      return entry.name();
    }
  }

  /**
   * Somebody has decided whose a name is, or taken that back.
   *
   * @param ownership as it is now
   */
  record Decided(PackageName name, Ownership ownership) implements CatalogueChange {}

  /**
   * Records gave way to others.
   *
   * @param records how many
   */
  record Evicted(PackageName name, int records) implements CatalogueChange {}
}

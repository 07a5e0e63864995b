package dev.ggen.registry.p2p.catalogue;

import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.trust.Verdict;

/** What a name and a version, range or tag come to. */
public sealed interface Resolution {
  /**
   * A version that may be installed; its signature was checked once more.
   *
   * @param verdict by which rule it is believed
   */
  record Found(SignedRecord record, Verdict verdict) implements Resolution {}

  /**
   * There are records, but none that may be installed.
   *
   * @param verdict why not
   * @param known all that is known of the name
   */
  record Withheld(Verdict verdict, NameView known) implements Resolution {}

  /** Nothing that is known fits. */
  record Unknown() implements Resolution {}
}

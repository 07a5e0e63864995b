package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.p2p.trust.NameTrust;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is stored of a name beside its records.
 *
 * @param trust what bears on whose it is
 * @param records how many records of it are here
 * @param isKept whether it is installed here, so that its owner's records never give way
 * @param ours publishers whose records came from this node's own side; theirs never give way
 * @param hasRivals whether there were ever different bytes for a version
 * @param changedAt its newest change in the catalogue's count
 */
record NameState(
    NameTrust trust,
    int records,
    boolean isKept,
    List<PeerId> ours,
    boolean hasRivals,
    long changedAt) {
  static final NameState NONE = new NameState(NameTrust.NONE, 0, false, List.of(), false, 0);

  NameState {
    ours = List.copyOf(ours);
  }

  NameState with(NameTrust newTrust) {
    return new NameState(newTrust, records, isKept, ours, hasRivals, changedAt);
  }

  NameState withRecords(int change) {
    return new NameState(trust, records + change, isKept, ours, hasRivals, changedAt);
  }

  NameState kept(boolean kept) {
    return new NameState(trust, records, kept, ours, hasRivals, changedAt);
  }

  NameState withOurs(PeerId publisher) {
    return ours.contains(publisher)
        ? this
        : new NameState(
            trust,
            records,
            isKept,
            Stream.concat(ours.stream(), Stream.of(publisher)).toList(),
            hasRivals,
            changedAt);
  }

  NameState withRivals() {
    return new NameState(trust, records, isKept, ours, true, changedAt);
  }

  NameState changed(long at) {
    return new NameState(trust, records, isKept, ours, hasRivals, at);
  }

  /** Whether there may be a conflict. */
  boolean isSuspect() {
    return hasRivals || trust.claims().size() > 1;
  }

  /** Whether nothing would be lost that anybody has said: no records, no words, no mark. */
  boolean isOrphan() {
    return records == 0 && !isKept && trust.decision() == null && trust.grants().isEmpty();
  }
}

package dev.ggen.registry.p2p.catalogue;

import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.p2p.record.InvalidEntryException;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.trust.Candidate;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Chooses versions.
 *
 * @param discard throws away a record, by its key, that turns out to be damaged on disk
 */
record Resolver(NameReader reader, Consumer<byte[]> discard) {
  /** Damaged records that are passed over for one question. */
  private static final int MAX_DAMAGED = 10;

  Resolution resolve(PackageName name, VersionSelector selector) {
    for (int damaged = 0; damaged < MAX_DAMAGED; damaged++) {
      Optional<NameView> view = reader.read(name);
      if (view.isEmpty()) {
        return new Resolution.Unknown();
      }
      Optional<VersionView> chosen = chosen(view.get(), selector);
      if (chosen.isEmpty()) {
        return withheldOrUnknown(view.get(), selector);
      }
      SignedRecord record = chosen.get().chosen().orElseThrow();
      if (isIntact(record)) {
        return new Resolution.Found(record, chosen.get().outcome().verdict());
      }
      discard.accept(RecordKey.of(record));
    }
    return new Resolution.Unknown();
  }

  private static boolean isIntact(SignedRecord record) {
    try {
      return SignedRecord.open(record.envelope()).equals(record);
    } catch (InvalidEntryException e) {
      // The signature does not fit any more; the caller throws it away and logs that.
      return false;
    }
  }

  private static Optional<VersionView> chosen(NameView view, VersionSelector selector) {
    return switch (selector) {
      case VersionSelector.Exact exact ->
          Optional.ofNullable(view.versions().get(exact.version()))
              .filter(version -> version.chosen().isPresent());
      case VersionSelector.InRange range ->
          fitting(view, range).filter(VersionView::isOffered).findFirst();
      case VersionSelector.Tagged tagged ->
          tagged.tag().equals(DistTag.LATEST)
              ? view.latest().map(Candidate::record).map(r -> view.versions().get(r.version()))
              : Optional.empty();
    };
  }

  private static Stream<VersionView> fitting(NameView view, VersionSelector.InRange range) {
    return view.versions().values().stream()
        .filter(version -> range.range().includes(version.version()));
  }

  /** Withheld if something would fit but for the rules. */
  private static Resolution withheldOrUnknown(NameView view, VersionSelector selector) {
    Stream<VersionView> fitting =
        switch (selector) {
          case VersionSelector.Exact exact ->
              Optional.ofNullable(view.versions().get(exact.version())).stream();
          case VersionSelector.InRange range -> fitting(view, range);
          case VersionSelector.Tagged tagged ->
              tagged.tag().equals(DistTag.LATEST)
                  ? view.versions().values().stream()
                  : Stream.empty();
        };
    Predicate<VersionView> isWithheld = version -> version.chosen().isEmpty();
    return fitting
        .filter(isWithheld)
        .findFirst()
        .<Resolution>map(version -> new Resolution.Withheld(version.outcome().verdict(), view))
        .orElse(new Resolution.Unknown());
  }
}

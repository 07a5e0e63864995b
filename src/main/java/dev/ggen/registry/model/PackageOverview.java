package dev.ggen.registry.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is known of one name.
 *
 * @param name the package's name
 * @param versions every version, yanked ones too, highest precedence first
 * @param tags what each tag names
 * @param owners the users who may publish, sorted
 * @param downloads how often an archive of it was fetched; counted in the background, so it lags
 * @param sequence the newest change of the name
 */
public record PackageOverview(
    PackageName name,
    SequencedMap<Version, PackageRecord> versions,
    SortedMap<DistTag, Version> tags,
    List<String> owners,
    long downloads,
    long sequence) {

  /** Copies the collections. */
  public PackageOverview {
    versions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(versions));
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    owners = List.copyOf(owners);
  }

  /** The record that the selector chooses, by the rules of {@link VersionSelector}. */
  public Optional<PackageRecord> select(VersionSelector selector) {
    return switch (selector) {
      case VersionSelector.Exact exact -> Optional.ofNullable(versions.get(exact.version()));
      case VersionSelector.Tagged tagged ->
          Optional.ofNullable(tags.get(tagged.tag()))
              .map(versions::get)
              .filter(record -> !record.isYanked());
      case VersionSelector.InRange range -> highestIn(range);
    };
  }

  private Optional<PackageRecord> highestIn(VersionSelector.InRange selector) {
    return versions.values().stream()
        .filter(record -> !record.isYanked() && selector.range().includes(record.version()))
        .findFirst();
  }
}

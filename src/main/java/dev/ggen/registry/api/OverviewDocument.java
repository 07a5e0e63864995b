package dev.ggen.registry.api;

import dev.ggen.registry.model.PackageOverview;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All of one name.
 *
 * @param name the name
 * @param tags version by tag
 * @param owners who may publish
 * @param downloads archives fetched so far
 * @param sequence the newest change of the name
 * @param versions every version, highest first
 */
public record OverviewDocument(
    String name,
    Map<String, String> tags,
    List<String> owners,
    long downloads,
    long sequence,
    List<PackageDocument> versions) {

  /** Copies the collections. */
  public OverviewDocument {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    owners = List.copyOf(owners);
    versions = List.copyOf(versions);
  }

  /** The document of an overview. */
  public static OverviewDocument of(PackageOverview overview) {
    Map<String, String> tags = new LinkedHashMap<>();
    overview.tags().forEach((tag, version) -> tags.put(tag.value(), version.toString()));
    return new OverviewDocument(
        overview.name().value(),
        tags,
        overview.owners(),
        overview.downloads(),
        overview.sequence(),
        overview.versions().values().stream().map(PackageDocument::of).toList());
  }
}

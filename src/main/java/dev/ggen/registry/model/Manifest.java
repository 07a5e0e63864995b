package dev.ggen.registry.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a package says of itself in its manifest, in one form for every kind of manifest.
 *
 * @param name the package's name
 * @param version the version of this release
 * @param description one or more sentences, or null
 * @param category one label chosen by the author, as written, or null
 * @param tags labels, as written, without duplicates
 * @param keywords further search words, as written, without duplicates
 * @param authors names, with mail address or not
 * @param license an SPDX expression as written, or null
 * @param homepage a URL as written, or null
 * @param repository a URL as written, or null
 * @param dependencies packages needed, with the accepted versions, in the order of the manifest
 * @param readme path of the read-me inside the package, or null if it has none
 */
public record Manifest(
    PackageName name,
    Version version,
    @Nullable String description,
    @Nullable String category,
    List<String> tags,
    List<String> keywords,
    List<String> authors,
    @Nullable String license,
    @Nullable String homepage,
    @Nullable String repository,
    SequencedMap<PackageName, VersionRange> dependencies,
    @Nullable String readme) {

  /** Copies the collections. */
  public Manifest {
    tags = List.copyOf(tags);
    keywords = List.copyOf(keywords);
    authors = List.copyOf(authors);
    dependencies = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(dependencies));
  }

  /** A manifest with a name and a version and nothing else. */
  public static Manifest of(PackageName name, Version version) {
    return new Manifest(
        name,
        version,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        null,
        Collections.emptyNavigableMap(),
        null);
  }
}

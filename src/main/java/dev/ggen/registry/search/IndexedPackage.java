package dev.ggen.registry.search;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of one package: the facts of the version that stands for it.
 *
 * @param name the package's name; the index has one entry per name
 * @param version the version that stands for it
 * @param description its description, or null
 * @param category its category as written, or null
 * @param tags its tags as written
 * @param keywords its keywords as written
 * @param license its license, or null
 * @param publisher the user who published it
 * @param publishedAt when
 * @param deprecated what users are told instead of using it, or null
 */
public record IndexedPackage(
    PackageName name,
    Version version,
    @Nullable String description,
    @Nullable String category,
    List<String> tags,
    List<String> keywords,
    @Nullable String license,
    String publisher,
    Instant publishedAt,
    @Nullable String deprecated) {

  /** Copies the lists. */
  public IndexedPackage {
    tags = List.copyOf(tags);
    keywords = List.copyOf(keywords);
  }
}

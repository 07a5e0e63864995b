package dev.ggen.registry.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One found package, told by the version that stands for it: the highest release that is not
 * yanked, else the highest pre-release.
 *
 * @param name the package's name
 * @param version that version
 * @param description its description, or null
 * @param category its category as written, or null
 * @param tags its tags as written
 * @param license its license, or null
 * @param publisher the user who published it
 * @param publishedAt when it was published
 * @param deprecated what users are told instead of using it, or null
 * @param score how well it matches, from 0 to 1; hits come best first
 */
public record SearchHit(
    PackageName name,
    Version version,
    @Nullable String description,
    @Nullable String category,
    List<String> tags,
    @Nullable String license,
    String publisher,
    Instant publishedAt,
    @Nullable String deprecated,
    double score) {
  /** Copies the tags. */
  public SearchHit {
    tags = List.copyOf(tags);
  }
}

package dev.ggen.registry.central.store;

import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A manifest as JSON in one column. Name and version have columns of their own. Thread-safe. */
final class ManifestCodec {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private record Stored(
      @Nullable String description,
      @Nullable String category,
      List<String> tags,
      List<String> keywords,
      List<String> authors,
      @Nullable String license,
      @Nullable String homepage,
      @Nullable String repository,
      Map<String, String> dependencies,
      @Nullable String readme) {}

  private ManifestCodec() {}

  static String encode(Manifest manifest) {
    Map<String, String> dependencies = new LinkedHashMap<>();
    manifest.dependencies().forEach((k, v) -> dependencies.put(k.value(), v.toString()));
    return MAPPER.writeValueAsString(
        new Stored(
            manifest.description(),
            manifest.category(),
            manifest.tags(),
            manifest.keywords(),
            manifest.authors(),
            manifest.license(),
            manifest.homepage(),
            manifest.repository(),
            dependencies,
            manifest.readme()));
  }

  static Manifest decode(PackageName name, Version version, String json) {
    Stored stored = MAPPER.readValue(json, Stored.class);
    LinkedHashMap<PackageName, VersionRange> dependencies = new LinkedHashMap<>();
    stored
        .dependencies()
        .forEach((k, v) -> dependencies.put(new PackageName(k), VersionRange.of(v)));
    return new Manifest(
        name,
        version,
        stored.description(),
        stored.category(),
        stored.tags(),
        stored.keywords(),
        stored.authors(),
        stored.license(),
        stored.homepage(),
        stored.repository(),
        dependencies,
        stored.readme());
  }
}

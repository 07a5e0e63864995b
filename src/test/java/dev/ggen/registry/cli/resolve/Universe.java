package dev.ggen.registry.cli.resolve;

import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Packages written down in a line each: {@code a 1.0.0 b:^1 c:2.0.0}. */
final class Universe implements PackageSource {
  private final Map<PackageName, List<Candidate>> candidates = new TreeMap<>();
  private final Map<PackageName, Map<DistTag, Version>> tags = new HashMap<>();
  private final Map<PackageName, Version> locks = new HashMap<>();

  static Universe of(String... lines) {
    Universe universe = new Universe();
    for (String line : lines) {
      universe.add(line);
    }
    return universe;
  }

  void add(String line) {
    String[] words = line.split(" ", -1);
    boolean yanked = words[1].startsWith("!");
    SequencedMap<PackageName, VersionSelector> wanted = new LinkedHashMap<>();
    for (int i = 2; i < words.length; i++) {
      String[] wish = words[i].split(":", 2);
      wanted.put(new PackageName(wish[0]), VersionSelector.of(wish[1].replace('_', ' ')));
    }
    Version version = Version.of(yanked ? words[1].substring(1) : words[1]);
    candidates
        .computeIfAbsent(new PackageName(words[0]), name -> new ArrayList<>())
        .add(new Candidate(version, wanted, yanked));
  }

  Universe tag(String name, String tag, String version) {
    tags.computeIfAbsent(new PackageName(name), each -> new HashMap<>())
        .put(new DistTag(tag), Version.of(version));
    return this;
  }

  Universe lock(String name, String version) {
    locks.put(new PackageName(name), Version.of(version));
    return this;
  }

  Map<PackageName, List<Candidate>> all() {
    return candidates;
  }

  @Override
  public Optional<Candidates> candidates(PackageName name) {
    return Optional.ofNullable(candidates.get(name))
        .map(versions ->
            new Candidates(name, versions, tags.getOrDefault(name, Map.of()), locks.get(name)));
  }

  Resolution solve(boolean strict, String... roots) {
    return new DependencySolver(this, wanted(roots), strict).solve();
  }

  static SequencedMap<PackageName, VersionSelector> wanted(String... roots) {
    SequencedMap<PackageName, VersionSelector> wanted = new LinkedHashMap<>();
    for (String root : roots) {
      String[] wish = root.split(":", 2);
      wanted.put(new PackageName(wish[0]), VersionSelector.of(wish[1]));
    }
    return wanted;
  }
}

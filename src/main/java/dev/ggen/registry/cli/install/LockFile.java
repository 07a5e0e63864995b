package dev.ggen.registry.cli.install;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen, so that it is chosen again. Says nothing of the registry it came from.
 *
 * @param roots what the user asked for
 * @param packages what was chosen, by name
 * @param missing names that packages want and the registry does not know
 */
public record LockFile(
    SortedMap<PackageName, VersionSelector> roots,
    SortedMap<PackageName, LockedPackage> packages,
    SortedSet<PackageName> missing) {
  /** Of nothing. */
  public static final LockFile EMPTY =
      new LockFile(new TreeMap<>(), new TreeMap<>(), new TreeSet<>());

  /** Copies the collections. */
  public LockFile {
    roots = Collections.unmodifiableSortedMap(new TreeMap<>(roots));
    packages = Collections.unmodifiableSortedMap(new TreeMap<>(packages));
    missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
  }

  /** The version of a name, or null if it has none here. */
  public @Nullable Version versionOf(PackageName name) {
    LockedPackage locked = packages.get(name);
    return locked == null ? null : locked.version();
  }

  /**
   * True if it answers these wishes without asking anyone.
   *
   * @param withDependencies whether what packages want counts
   */
  public boolean covers(Map<PackageName, VersionSelector> wishes, boolean withDependencies) {
    if (!wishes.entrySet().stream().allMatch(wish -> meets(wish.getKey(), wish.getValue()))) {
      return false;
    }
    return !withDependencies
        || packages.values().stream().allMatch(locked -> covers(locked.dependencies()));
  }

  private boolean covers(Map<PackageName, VersionSelector> dependencies) {
    return dependencies.entrySet().stream()
        .allMatch(wish -> missing.contains(wish.getKey()) || meets(wish.getKey(), wish.getValue()));
  }

  private boolean meets(PackageName name, VersionSelector selector) {
    LockedPackage locked = packages.get(name);
    return locked != null
        && switch (selector) {
          case VersionSelector.Exact exact -> exact.version().equals(locked.version());
          case VersionSelector.InRange range -> range.range().includes(locked.version());
          // A tag moves; what it named when it was locked holds as long as the wish is the same.
          case VersionSelector.Tagged ignored -> selector.equals(roots.get(name));
        };
  }

  /**
   * The part of it that wishes need.
   *
   * @param withDependencies whether what packages want counts
   */
  public LockFile reducedTo(
      SortedMap<PackageName, VersionSelector> wishes, boolean withDependencies) {
    SortedMap<PackageName, LockedPackage> needed = new TreeMap<>();
    SortedSet<PackageName> unknown = new TreeSet<>();
    Deque<PackageName> open = new ArrayDeque<>(wishes.keySet());
    while (!open.isEmpty()) {
      PackageName name = open.removeFirst();
      LockedPackage locked = packages.get(name);
      if (locked == null) {
        unknown.add(name);
      } else if (needed.put(name, locked) == null) {
        open.addAll(withDependencies ? locked.dependencies().keySet() : NONE);
      }
    }
    return new LockFile(wishes, needed, unknown);
  }

  private static final Collection<PackageName> NONE = Collections.emptyList();
}

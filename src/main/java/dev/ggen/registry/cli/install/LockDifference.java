package dev.ggen.registry.cli.install;

import dev.ggen.registry.model.PackageName;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lock files in words. Pure. */
final class LockDifference {
  private LockDifference() {}

  /** One line for each difference. */
  static String text(LockFile before, LockFile after) {
    List<String> lines = new ArrayList<>();
    if (!before.roots().equals(after.roots())) {
      lines.add("what is asked for: %s instead of %s".formatted(after.roots(), before.roots()));
    }
    TreeSet<PackageName> names = new TreeSet<>(before.packages().keySet());
    names.addAll(after.packages().keySet());
    for (PackageName name : names) {
      LockedPackage old = before.packages().get(name);
      LockedPackage now = after.packages().get(name);
      if (old == null || !old.equals(now)) {
        lines.add("%s: %s instead of %s".formatted(name, version(now), version(old)));
      }
    }
    if (!before.missing().equals(after.missing())) {
      lines.add("unknown names: %s instead of %s".formatted(after.missing(), before.missing()));
    }
    return lines.stream().map(line -> "\n  " + line).collect(Collectors.joining());
  }

  private static String version(@Nullable LockedPackage locked) {
    return locked == null ? "none" : locked.version().toString();
  }

  /** Who wants a name, for example {@code a@1.0.0 (^1)}. */
  static String wishers(LockFile lock, PackageName name) {
    return lock.packages().values().stream()
        .filter(locked -> locked.dependencies().containsKey(name))
        .map(locked -> "%s (%s)".formatted(locked.id(), locked.dependencies().get(name)))
        .collect(Collectors.joining(", "));
  }
}

package dev.ggen.registry.cli.resolve;

import dev.ggen.registry.model.PackageName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who wants what at the moment, names in the order in which they were first wanted. */
final class Wishes {
  private final Map<PackageName, List<Wish>> byName = new LinkedHashMap<>();

  void add(PackageName name, Wish wish) {
    byName.computeIfAbsent(name, each -> new ArrayList<>()).add(wish);
  }

  /** Adds what a decided package wants. */
  void addAll(Decision decision) {
    Candidate chosen = decision.chosen();
    chosen.dependencies().forEach((k, v) -> add(k, new Wish(decision.name(), chosen.version(), v)));
  }

  /** Takes back what {@link #addAll} added. */
  void removeAll(Decision decision) {
    for (PackageName wanted : decision.chosen().dependencies().keySet()) {
      List<Wish> wishes = byName.getOrDefault(wanted, List.of());
      wishes.removeIf(wish -> decision.name().equals(wish.by()));
      if (wishes.isEmpty()) {
        byName.remove(wanted);
      }
    }
  }

  Set<PackageName> names() {
    return byName.keySet();
  }

  List<Wish> of(PackageName name) {
    return byName.getOrDefault(name, List.of());
  }

  /** The wishes for a name and one more. */
  List<Wish> with(PackageName name, Wish wish) {
    List<Wish> all = new ArrayList<>(of(name));
    all.add(wish);
    return all;
  }

  /** The packages that want something; the user is none. */
  static Set<PackageName> wishers(List<Wish> wishes) {
    Set<PackageName> wishers = new LinkedHashSet<>();
    for (Wish wish : wishes) {
      if (wish.by() != null) {
        wishers.add(wish.by());
      }
    }
    return wishers;
  }
}

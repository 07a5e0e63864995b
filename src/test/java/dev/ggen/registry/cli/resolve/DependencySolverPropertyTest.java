package dev.ggen.registry.cli.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.VersionSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The solver against trying everything, on small random universes. */
class DependencySolverPropertyTest {
  private static final int UNIVERSES = 3_000;
  private static final String[] RANGES = {"*", "^1", "^2", "1.0.0", ">=1.1.0", "~1.0", "<2.0.0"};
  private static final String[] VERSIONS = {"1.0.0", "1.1.0", "2.0.0"};

  @Test
  void theSolverFindsASolutionExactlyWhenThereIsOne() {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int solved = 0;
    for (int i = 0; i < UNIVERSES; i++) {
      Universe universe = universe(random);
      var roots = Universe.wanted("p0:" + range(random), "p1:" + range(random));
      boolean strict = random.nextInt(4) == 0;
      Optional<Resolution> found = solve(universe, roots, strict);
      assertThat(found.isPresent())
          .as("seed %d, universe %d: %s", seed, i, universe.all())
          .isEqualTo(new BruteForce(universe, roots, strict).solvable());
      if (found.isPresent()) {
        solved++;
        assertThat(violation(universe, roots, strict, found.get()))
            .as("seed %d, universe %d: %s gave %s", seed, i, universe.all(), found.get())
            .isEmpty();
        assertThat(solve(universe, roots, strict)).isEqualTo(found);
      }
    }
    assertThat(solved).isBetween(UNIVERSES / 20, UNIVERSES - UNIVERSES / 20);
  }

  private static Optional<Resolution> solve(
      Universe universe, SequencedMap<PackageName, VersionSelector> roots, boolean strict) {
    try {
      return Optional.of(new DependencySolver(universe, roots, strict).solve());
    } catch (UnsolvableException e) {
      return Optional.empty();
    }
  }

  private static Universe universe(Random random) {
    Universe universe = new Universe();
    int names = 3 + random.nextInt(3);
    for (int name = 0; name < names; name++) {
      for (String version : VERSIONS) {
        if (random.nextInt(5) > 0) {
          String yank = random.nextInt(8) == 0 ? "!" : "";
          universe.add("p%d %s%s%s".formatted(name, yank, version, wishes(random, names)));
        }
      }
    }
    return universe;
  }

  private static String wishes(Random random, int names) {
    StringBuilder wishes = new StringBuilder();
    for (int name = 0; name <= names; name++) {
      if (random.nextInt(3) == 0) {
        wishes.append(" p").append(name).append(':').append(range(random));
      }
    }
    return wishes.toString();
  }

  private static String range(Random random) {
    return RANGES[random.nextInt(RANGES.length)];
  }

  /** What is wrong with a solution; empty if nothing. */
  private static String violation(
      Universe universe,
      SequencedMap<PackageName, VersionSelector> roots,
      boolean strict,
      Resolution resolution) {
    Map<PackageName, Candidate> chosen = new HashMap<>(resolution.chosen());
    if (!BruteForce.satisfies(universe, roots, strict, chosen)) {
      return "a wish is not met";
    }
    Set<PackageName> reached = new HashSet<>();
    List<PackageName> open = new ArrayList<>(roots.keySet());
    while (!open.isEmpty()) {
      PackageName name = open.removeLast();
      if (chosen.containsKey(name) && reached.add(name)) {
        open.addAll(chosen.get(name).dependencies().keySet());
      }
    }
    return reached.equals(chosen.keySet()) ? "" : "nobody wants all of " + chosen.keySet();
  }

  /** Tries every choice of at most one version of each name. */
  private record BruteForce(
      Universe universe, SequencedMap<PackageName, VersionSelector> roots, boolean strict) {
    boolean solvable() {
      return search(new ArrayList<>(universe.all().keySet()), new HashMap<>());
    }

    private boolean search(List<PackageName> names, Map<PackageName, Candidate> chosen) {
      if (names.isEmpty()) {
        return satisfies(universe, roots, strict, chosen);
      }
      PackageName name = names.getFirst();
      List<PackageName> rest = names.subList(1, names.size());
      for (Candidate candidate : universe.all().get(name)) {
        chosen.put(name, candidate);
        if (search(rest, chosen)) {
          return true;
        }
      }
      chosen.remove(name);
      return search(rest, chosen);
    }

    static boolean satisfies(
        Universe universe,
        SequencedMap<PackageName, VersionSelector> roots,
        boolean strict,
        Map<PackageName, Candidate> chosen) {
      for (var root : roots.entrySet()) {
        if (!met(universe, true, root.getKey(), root.getValue(), chosen)) {
          return false;
        }
      }
      for (Candidate candidate : chosen.values()) {
        for (var wish : candidate.dependencies().entrySet()) {
          if (!met(universe, strict, wish.getKey(), wish.getValue(), chosen)) {
            return false;
          }
        }
      }
      return true;
    }

    private static boolean met(
        Universe universe,
        boolean strict,
        PackageName name,
        VersionSelector selector,
        Map<PackageName, Candidate> chosen) {
      Optional<Candidates> known = universe.candidates(name);
      if (known.isEmpty()) {
        return !strict;
      }
      return chosen.containsKey(name) && known.get().allows(selector, chosen.get(name));
    }
  }
}

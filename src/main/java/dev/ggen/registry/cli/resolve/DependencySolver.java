package dev.ggen.registry.cli.resolve;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.VersionSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds one version per name that satisfies everybody who wants it. Takes the names in the order in
 * which they are first wanted and for each the locked version, else the highest that will do. Where
 * that fails it goes back to the latest decision that had a part in the failure (conflict-directed
 * backjumping), so it finds a solution whenever there is one, and the same one each time.
 *
 * <p>A dependency on a name that the source does not know is no conflict unless strict: it is
 * reported in {@link Resolution#missing}. One use, one thread.
 */
public final class DependencySolver {
  /** The most packages of one install; more is a mistake or an attack. */
  public static final int MAX_PACKAGES = 5_000;

  /** The most candidates tried: seconds of work, far more than honest packages need. */
  public static final int MAX_STEPS = 200_000;

  /** The most conflicts that an error explains; more confuse. */
  static final int MAX_EXPLAINED = 5;

  private final PackageSource source;
  private final SequencedMap<PackageName, VersionSelector> roots;
  private final boolean strict;
  private final Wishes wishes = new Wishes();
  private final SequencedMap<PackageName, Decision> decided = new LinkedHashMap<>();
  private final Map<PackageName, Conflict> conflicts = new LinkedHashMap<>();
  private int steps;

  /**
   * @param source which versions there are
   * @param roots what the user wants
   * @param strict whether an unknown name among the dependencies is a conflict
   */
  public DependencySolver(
      PackageSource source, SequencedMap<PackageName, VersionSelector> roots, boolean strict) {
    this.source = source;
    this.roots = roots;
    this.strict = strict;
  }

  /**
   * Finds the versions.
   *
   * @throws UnsolvableException if there is no solution, or a limit is passed
   */
  public Resolution solve() {
    source.announce(roots.keySet());
    roots.forEach((name, selector) -> wishes.add(name, Wish.ofUser(selector)));
    roots.keySet().forEach(this::checkRoot);
    for (PackageName next = nextOpen(); next != null; next = nextOpen()) {
      Decision decision = new Decision(next, allowed(next), Wishes.wishers(wishes.of(next)));
      while (!settle(decision)) {
        decision = goBack(decision);
      }
      push(decision);
    }
    return resolution();
  }

  private void checkRoot(PackageName name) {
    if (allowed(name).isEmpty()) {
      throw new UnsolvableException(new Conflict(name, wishes.of(name)).explain(source));
    }
  }

  private List<Candidate> allowed(PackageName name) {
    return allowed(name, wishes.of(name));
  }

  private List<Candidate> allowed(PackageName name, List<Wish> wanted) {
    return source.candidates(name).map(found -> found.allowedBy(wanted)).orElse(List.of());
  }

  private @Nullable PackageName nextOpen() {
    for (PackageName name : wishes.names()) {
      if (!decided.containsKey(name) && !isMissing(name)) {
        return name;
      }
    }
    return null;
  }

  private boolean isMissing(PackageName name) {
    return !strict && !roots.containsKey(name) && source.candidates(name).isEmpty();
  }

  private void push(Decision decision) {
    decided.putLast(decision.name(), decision);
    if (decided.size() > MAX_PACKAGES) {
      throw new UnsolvableException(
          "The packages want more than %d others; install fewer at a time."
              .formatted(MAX_PACKAGES));
    }
    wishes.addAll(decision);
    source.announce(decision.chosen().dependencies().keySet());
  }

  /** Moves a decision to its next candidate that fits; false if there is none. */
  private boolean settle(Decision decision) {
    for (Candidate next = decision.advance(); next != null; next = decision.advance()) {
      if (++steps > MAX_STEPS) {
        throw new UnsolvableException(
            "No solution was found in %d steps. Ask for narrower ranges of the packages named here.%s"
                .formatted(MAX_STEPS, explanation()));
      }
      Optional<Set<PackageName>> culprits = obstacle(decision.name(), next);
      if (culprits.isEmpty()) {
        return true;
      }
      decision.blame(culprits.get());
    }
    return false;
  }

  /** Why a candidate does not fit: the decisions in its way; nothing if it fits. */
  private Optional<Set<PackageName>> obstacle(PackageName name, Candidate candidate) {
    for (var dependency : candidate.dependencies().entrySet()) {
      Wish wish = new Wish(name, candidate.version(), dependency.getValue());
      Optional<Set<PackageName>> culprits = obstacle(candidate, dependency.getKey(), wish);
      if (culprits.isPresent()) {
        return culprits;
      }
    }
    return Optional.empty();
  }

  private Optional<Set<PackageName>> obstacle(Candidate owner, PackageName wanted, Wish wish) {
    if (isMissing(wanted)) {
      return Optional.empty();
    }
    List<Wish> all = wishes.with(wanted, wish);
    List<Candidate> fitting = allowed(wanted, all);
    Decision decision = decided.get(wanted);
    if (wanted.equals(wish.by()) ? fitting.contains(owner) : fits(decision, fitting)) {
      return Optional.empty();
    }
    conflicts.putIfAbsent(wanted, new Conflict(wanted, all));
    return Optional.of(decision == null ? Wishes.wishers(all) : Set.of(wanted));
  }

  private static boolean fits(@Nullable Decision decision, List<Candidate> fitting) {
    return decision == null ? !fitting.isEmpty() : fitting.contains(decision.chosen());
  }

  /** Takes back decisions up to the latest that had a part in the failure, and returns that one. */
  private Decision goBack(Decision failed) {
    while (!decided.isEmpty()) {
      Decision last = decided.pollLastEntry().getValue();
      wishes.removeAll(last);
      if (failed.culprits().contains(last.name())) {
        last.blame(failed.culprits());
        return last;
      }
    }
    throw new UnsolvableException("No choice of versions suits everyone." + explanation());
  }

  private String explanation() {
    return conflicts.values().stream()
        .limit(MAX_EXPLAINED)
        .map(conflict -> "\n" + conflict.explain(source))
        .collect(Collectors.joining());
  }

  private Resolution resolution() {
    TreeMap<PackageName, Candidate> chosen = new TreeMap<>();
    decided.forEach((name, decision) -> chosen.put(name, decision.chosen()));
    TreeMap<PackageName, List<Wish>> missing = new TreeMap<>();
    for (PackageName name : wishes.names()) {
      if (!decided.containsKey(name)) {
        missing.put(name, wishes.of(name));
      }
    }
    return new Resolution(chosen, missing);
  }
}

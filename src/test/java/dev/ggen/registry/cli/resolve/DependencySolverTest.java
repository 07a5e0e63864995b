package dev.ggen.registry.cli.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DependencySolverTest {

  private static String text(Resolution resolution) {
    StringBuilder text = new StringBuilder();
    resolution
        .chosen()
        .forEach((k, v) -> text.append(k).append('@').append(v.version()).append(' '));
    resolution.missing().forEach((k, v) -> text.append('?').append(k).append(' '));
    return text.toString().strip();
  }

  static Stream<Arguments> solvable() {
    Universe chain =
        Universe.of("a 1.0.0 b:^1", "b 1.0.0 c:*", "b 1.2.0 c:*", "c 0.1.0", "c 0.2.0");
    Universe diamond =
        Universe.of(
            "a 1.0.0 b:* c:*",
            "b 1.0.0 d:^1",
            "b 2.0.0 d:^2",
            "c 1.0.0 d:^1",
            "d 1.0.0",
            "d 1.5.0",
            "d 2.0.0");
    Universe far =
        Universe.of(
            "a 1.0.0 z:^1",
            "a 2.0.0 z:^2",
            "b 1.0.0",
            "b 2.0.0",
            "c 1.0.0 z:^1",
            "z 1.0.0",
            "z 2.0.0");
    Universe circle = Universe.of("a 1.0.0 b:*", "b 1.0.0 a:^1", "b 2.0.0 a:^2");
    Universe yanked = Universe.of("a 1.0.0", "a !1.1.0", "b 1.0.0 a:1.1.0");
    Universe tagged = Universe.of("a 1.0.0", "a 2.0.0-rc.1").tag("a", "next", "2.0.0-rc.1");
    Universe cargo = Universe.of("a 1.0.0 serde:^1 b:*", "b 1.0.0");
    return Stream.of(
        Arguments.of("the highest is chosen", chain, "a:*", "a@1.0.0 b@1.2.0 c@0.2.0"),
        Arguments.of("a shared one suits both", diamond, "a:*", "a@1.0.0 b@1.0.0 c@1.0.0 d@1.5.0"),
        Arguments.of(
            "far decisions are revised", far, "a:* b:* c:*", "a@1.0.0 b@2.0.0 c@1.0.0 z@1.0.0"),
        Arguments.of("circles close", circle, "a:*", "a@1.0.0 b@1.0.0"),
        Arguments.of("a range passes over yanked ones", yanked, "a:^1", "a@1.0.0"),
        Arguments.of("an exact version may be yanked", yanked, "a:1.1.0", "a@1.1.0"),
        Arguments.of("so may an exact dependency", yanked, "b:*", "a@1.1.0 b@1.0.0"),
        Arguments.of("a tag names its version", tagged, "a:next", "a@2.0.0-rc.1"),
        Arguments.of("unknown names are told", cargo, "a:*", "a@1.0.0 b@1.0.0 ?serde"),
        Arguments.of("a package may want itself", Universe.of("a 1.0.0 a:^1"), "a:*", "a@1.0.0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("solvable")
  void solutions(String fact, Universe universe, String roots, String expected) {
    assertThat(text(universe.solve(false, roots.split(" ")))).as(fact).isEqualTo(expected);
  }

  @Test
  void theLockedVersionIsKeptWhileItWillDo() {
    Universe universe = Universe.of("a 1.0.0", "a 1.1.0", "a 2.0.0").lock("a", "1.0.0");
    assertThat(text(universe.solve(false, "a:^1"))).isEqualTo("a@1.0.0");
    assertThat(text(universe.solve(false, "a:^2"))).isEqualTo("a@2.0.0");
  }

  @Test
  void aLockedVersionIsKeptAlthoughItIsYanked() {
    Universe universe = Universe.of("a !1.0.0", "a 1.1.0").lock("a", "1.0.0");
    assertThat(text(universe.solve(false, "a:^1"))).isEqualTo("a@1.0.0");
  }

  @Test
  void aConflictNamesWhoWantsWhatAndWhatThereIs() {
    Universe universe =
        Universe.of("a 1.0.0 c:^1", "b 3.0.0 c:^2", "c 1.0.0", "c 2.0.0", "c !2.1.0");
    assertThatThrownBy(() -> universe.solve(false, "a:*", "b:*"))
        .isInstanceOf(UnsolvableException.class)
        .hasMessage(
            """
            No choice of versions suits everyone.
            No version of c suits everyone:
              a@1.0.0 wants ^1
              b@3.0.0 wants ^2
              there is 2.1.0 (yanked), 2.0.0, 1.0.0.\
            """);
  }

  @Test
  void anUnknownRootIsRefused() {
    assertThatThrownBy(() -> Universe.of("a 1.0.0").solve(false, "b:*"))
        .isInstanceOf(UnsolvableException.class)
        .hasMessageContaining("you want *")
        .hasMessageContaining("the registry does not know b");
  }

  @Test
  void aRootWithoutMatchingVersionIsRefused() {
    assertThatThrownBy(
            () -> Universe.of("a 1.0.0").tag("a", "latest", "1.0.0").solve(false, "a:^2"))
        .isInstanceOf(UnsolvableException.class)
        .hasMessageContaining("you want ^2")
        .hasMessageContaining("there is 1.0.0; latest is 1.0.0.");
  }

  @Test
  void anUnknownDependencyIsRefusedIfStrict() {
    assertThatThrownBy(() -> Universe.of("a 1.0.0 serde:^1").solve(true, "a:*"))
        .isInstanceOf(UnsolvableException.class)
        .hasMessageContaining("a@1.0.0 wants ^1")
        .hasMessageContaining("the registry does not know serde");
  }

  @Test
  void aKnownDependencyWithoutMatchingVersionIsAlwaysRefused() {
    assertThatThrownBy(() -> Universe.of("a 1.0.0 b:^2", "b 1.0.0").solve(false, "a:*"))
        .isInstanceOf(UnsolvableException.class)
        .hasMessageContaining("a@1.0.0 wants ^2");
  }

  @Test
  void asManyPackagesAsAllowedAreInstalledAndNotOneMore() {
    Universe universe = chainOf(DependencySolver.MAX_PACKAGES);
    assertThat(universe.solve(false, "p1:*").chosen()).hasSize(DependencySolver.MAX_PACKAGES);
    Universe longer = chainOf(DependencySolver.MAX_PACKAGES + 1);
    assertThatThrownBy(() -> longer.solve(false, "p1:*"))
        .isInstanceOf(UnsolvableException.class)
        .hasMessageContaining("more than 5000");
  }

  private static Universe chainOf(int length) {
    Universe universe = new Universe();
    for (int i = 1; i < length; i++) {
      universe.add("p%d 1.0.0 p%d:*".formatted(i, i + 1));
    }
    universe.add("p%d 1.0.0".formatted(length));
    return universe;
  }

  @Test
  void aTangleEndsWithAnError() {
    Universe universe = new Universe();
    int pigeons = 12;
    for (int pigeon = 0; pigeon < pigeons; pigeon++) {
      for (int hole = 0; hole < pigeons - 1; hole++) {
        universe.add("pigeon%d 1.0.%d hole%d:1.0.%d".formatted(pigeon, hole, hole, pigeon));
        universe.add("hole%d 1.0.%d".formatted(hole, pigeon));
      }
    }
    String[] roots = new String[pigeons];
    for (int pigeon = 0; pigeon < pigeons; pigeon++) {
      roots[pigeon] = "pigeon%d:*".formatted(pigeon);
    }
    assertThatThrownBy(() -> universe.solve(false, roots))
        .isInstanceOf(UnsolvableException.class)
        .hasMessageContaining("in 200000 steps");
  }
}

package dev.ggen.registry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions by SemVer 2.0.0. */
class VersionTest {
  /** The example of SemVer §11.4, and the release numbers of §11.2, in order. */
  private static final List<String> ASCENDING =
      List.of(
          "0.9.9",
          "1.0.0-1",
          "1.0.0-2",
          "1.0.0-10",
          "1.0.0-alpha",
          "1.0.0-alpha.1",
          "1.0.0-alpha.beta",
          "1.0.0-beta",
          "1.0.0-beta.2",
          "1.0.0-beta.11",
          "1.0.0-rc.1",
          "1.0.0",
          "2.0.0",
          "2.1.0",
          "2.1.1",
          "10.0.0");

  @Test
  void precedenceIsThatOfTheSpecification() {
    List<Version> expected = ASCENDING.stream().map(Version::of).toList();
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      List<Version> shuffled = new ArrayList<>(expected);
      Collections.shuffle(shuffled, random);
      assertThat(shuffled.stream().sorted()).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void anyVersionIsReadBackFromItsTextAndOrderedTotally() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<Version> versions = Stream.generate(() -> random(random)).limit(300).toList();
    for (Version a : versions) {
      assertThat(Version.of(a.toString())).isEqualTo(a);
      Version b = versions.get(random.nextInt(versions.size()));
      Version c = versions.get(random.nextInt(versions.size()));
      assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
      assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
      if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
        assertThat(a.compareTo(c)).isLessThanOrEqualTo(0);
      }
    }
  }

  private static Version random(Random random) {
    String numbers = random.nextInt(3) + "." + random.nextInt(3) + "." + random.nextInt(3);
    List<String> parts = List.of("alpha", "beta", "0", "1", "11", "x-y", "0a");
    String tail = "";
    for (int i = random.nextInt(3); i > 0; i--) {
      tail += (tail.isEmpty() ? "-" : ".") + parts.get(random.nextInt(parts.size()));
    }
    return Version.of(numbers + tail);
  }

  @ParameterizedTest
  @CsvSource({"1.2,1.2.0", "7,7.0.0", "v1.2.3,1.2.3", "1.2-beta,1.2.0-beta", "1.2.3+build.5,1.2.3"})
  void looseTextIsReadAndReported(String text, String canonical) {
    Version.Reading reading = Version.read(text);

    assertThat(reading.version()).hasToString(canonical);
    assertThat(reading.normalized()).isTrue();
    assertThatThrownBy(() -> Version.of(text)).hasMessageContaining(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "1.2.3.4",
        "01.0.0",
        "1.0.0-",
        "1.0.0-01",
        "1..0",
        "-1.0.0",
        "1.0.0-ä",
        "99999999999999999999.0.0",
        "1.0.0-99999999999999999999",
        "1.0.0-a.99999999999999999999"
      })
  void whatIsNoVersionIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Version.read(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("1.2.3");
  }

  @Test
  void aVersionHasAtMostSoManyCharacters() {
    String fitting = "1.0.0-" + "a".repeat(Version.MAX_LENGTH - 6);
    assertThat(Version.of(fitting)).hasToString(fitting);
    assertThatThrownBy(() -> Version.of(fitting + "a")).isInstanceOf(InvalidValueException.class);
  }
}

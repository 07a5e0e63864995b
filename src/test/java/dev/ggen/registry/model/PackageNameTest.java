package dev.ggen.registry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names by npm's rules. */
class PackageNameTest {
  private static final Pattern SUGGESTED = Pattern.compile("for example '([^']+)'");

  @ParameterizedTest
  @ValueSource(strings = {"a", "hello-world", "io.ggen.x", "a_b", "7zip", "@scope/name", "-a"})
  void goodNamesAreAccepted(String name) {
    assertThat(new PackageName(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Upper",
        ".a",
        "_a",
        "a b",
        "a/b",
        "@scope",
        "@/a",
        "@a/",
        "@a/b/c",
        "ä",
        "a%2fb",
        "node_modules",
        "favicon.ico",
        "a\n",
        "../a",
        "Next.js Ontology-Driven CRUD"
      })
  void badNamesAreRefused(String name) {
    assertThatThrownBy(() -> new PackageName(name)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void aNameHasAtMostSoManyCharacters() {
    String longest = "a".repeat(PackageName.MAX_LENGTH);
    assertThat(new PackageName(longest).value()).hasSize(PackageName.MAX_LENGTH);
    assertThatThrownBy(() -> new PackageName(longest + "a")).hasMessageContaining("214");
  }

  @Test
  void whatIsSuggestedIsAName() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String text =
          random
              .ints(random.nextInt(1, 20), ' ', 0x250)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      InvalidValueException refusal =
          catchThrowableOfType(InvalidValueException.class, () -> new PackageName(text));
      if (refusal != null) {
        Matcher matcher = SUGGESTED.matcher(refusal.getMessage());
        if (matcher.find()) {
          assertThat(new PackageName(matcher.group(1)).value()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void scopeAndBareNameAreTold() {
    assertThat(new PackageName("@acme/http").scope()).isEqualTo("acme");
    assertThat(new PackageName("@acme/http").bareName()).isEqualTo("http");
    assertThat(new PackageName("http").scope()).isNull();
  }

  @Test
  void aReservedNameIsNeverSuggested() {
    for (String text : new String[] {"Node_Modules", "@s/Favicon.ico"}) {
      assertThatThrownBy(() -> new PackageName(text))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining(
              "my-" + text.substring(text.indexOf('/') + 1).toLowerCase(Locale.ROOT));
    }
  }
}

package dev.ggen.registry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands behind a name: a version, a range or a tag. */
class VersionSelectorTest {
  @ParameterizedTest
  @CsvSource({
    "1.2.3,Exact",
    "v1.2.3,Exact",
    "1.2.3-rc.1,Exact",
    "1.2,InRange",
    "^1,InRange",
    "1.x,InRange",
    "x,InRange",
    "*,InRange",
    ">=1 <2,InRange",
    "v1,InRange",
    "latest,Tagged",
    "beta,Tagged",
    "=1.2.3,Exact",
    "= 1.2.3,Exact",
    "=v1.2.3,Exact",
    "1.2.3-a || 2,InRange",
    "1.2.3 || 2,InRange",
    "1.2.3-a - 2,InRange",
    "next-7,Tagged",
    "xyz,Tagged",
    "vanilla,Tagged"
  })
  void theKindIsSeenFromTheText(String text, String kind) {
    assertThat(VersionSelector.of(text).getClass().getSimpleName()).isEqualTo(kind);
  }

  @Test
  void nothingMeansLatest() {
    assertThat(VersionSelector.of(" ")).isEqualTo(VersionSelector.LATEST);
  }

  @Test
  void tagsAreNotReadableAsVersions() {
    for (String text : new String[] {"v1", "x", "1.0", "", "a b", "x.1", "a".repeat(65)}) {
      assertThatThrownBy(() -> new DistTag(text)).isInstanceOf(InvalidValueException.class);
    }
    assertThat(new DistTag("a".repeat(64)).value()).hasSize(64);
  }

  @Test
  void digestsSurviveTheirIntegrityForm() {
    Digest digest = new Digest(Digest.Algorithm.SHA256, "0f".repeat(32));
    assertThat(Digest.ofIntegrity(digest.integrity())).isEqualTo(digest);
    assertThatThrownBy(() -> Digest.ofIntegrity("md5-abc"))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Digest(Digest.Algorithm.SHA512, "0f".repeat(32)))
        .isInstanceOf(InvalidValueException.class);
  }
}

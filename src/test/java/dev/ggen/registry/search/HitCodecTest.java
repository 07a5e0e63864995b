package dev.ggen.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchHit;
import dev.ggen.registry.model.Version;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hits survive their encoding. */
class HitCodecTest {
  @Test
  void aHitComesBackAsItWas() throws IOException {
    IndexedPackage entry =
        new IndexedPackage(
            new PackageName("@scope/name"),
            Version.of("1.2.3-rc.1"),
            "Größe 🚀",
            "Category",
            List.of("one", "Two"),
            List.of("three"),
            "MIT OR Apache-2.0",
            "alice",
            Instant.parse("1969-12-31T23:59:59.123456789Z"),
            "Use another.");
    assertThat(decoded(entry)).isEqualTo(Packages.hit(entry, 0.25));
  }

  @Test
  void whatIsMissingStaysMissing() throws IOException {
    SearchHit hit = decoded(Packages.named("a"));
    assertThat(hit.description()).isNull();
    assertThat(hit.category()).isNull();
    assertThat(hit.deprecated()).isNull();
    assertThat(hit.tags()).isEmpty();
  }

  @Test
  void aLongDescriptionIsCutWithAnEllipsis() throws IOException {
    String longest = "x".repeat(HitCodec.MAX_DESCRIPTION);
    assertThat(decoded(Packages.described("a", longest)).description()).isEqualTo(longest);
    assertThat(decoded(Packages.described("a", longest + "x")).description())
        .hasSize(HitCodec.MAX_DESCRIPTION)
        .endsWith("x…");
  }

  @Test
  void noCharacterIsCutInHalf() throws IOException {
    String text = "x".repeat(HitCodec.MAX_DESCRIPTION - 2) + "🚀🚀";
    assertThat(decoded(Packages.described("a", text)).description()).endsWith("x…");
  }

  private static SearchHit decoded(IndexedPackage entry) throws IOException {
    return HitCodec.decode(HitCodec.encode(entry), 0.25);
  }
}

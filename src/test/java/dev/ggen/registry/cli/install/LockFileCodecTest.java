package dev.ggen.registry.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.registry.cli.remote.StubRegistry;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockFileCodecTest {
  private static final String SAMPLE =
      """
      # Written by ggen: commit it, do not edit it. The format is described in docs/lock-file.md.
      format = 1
      missing = [
        "serde",
      ]

      [roots]
      "@ggen/web" = "^1.2"

      [[package]]
      name = "@ggen/web"
      version = "1.4.0"
      integrity = "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="
      sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      size = 0

      [package.dependencies]
      "serde" = ">=1 <3 || 4.x"
      """;

  @Test
  void theFormatIsAsDocumented() {
    LockFile lock = LockFileCodec.read(SAMPLE, "ggen.lock");
    assertThat(lock.roots())
        .containsEntry(new PackageName("@ggen/web"), VersionSelector.of("^1.2"));
    assertThat(lock.missing()).containsExactly(new PackageName("serde"));
    assertThat(lock.packages().get(new PackageName("@ggen/web")).archive())
        .isEqualTo(StubRegistry.facts(new byte[0]));
    assertThat(LockFileCodec.write(lock)).isEqualTo(SAMPLE);
  }

  @Test
  void whatIsWrittenReadsTheSameAndGivesTheSameBytes() {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      LockFile lock = random(random);
      String text = LockFileCodec.write(lock);
      LockFile read = LockFileCodec.read(text, "ggen.lock");
      assertThat(read).as("seed %d", seed).isEqualTo(lock);
      assertThat(LockFileCodec.write(read)).as("seed %d", seed).isEqualTo(text);
    }
  }

  private static LockFile random(Random random) {
    List<PackageName> names = new ArrayList<>();
    for (String name : List.of("a", "b.c", "d-e", "@s/f", "g_h", "1", "true")) {
      names.add(new PackageName(name));
    }
    Collections.shuffle(names, random);
    SortedMap<PackageName, LockedPackage> packages = new TreeMap<>();
    for (PackageName name : names.subList(0, random.nextInt(names.size()))) {
      SortedMap<PackageName, VersionSelector> wishes = wishes(names, random);
      byte[] content = ("" + random.nextInt()).getBytes(StandardCharsets.UTF_8);
      Version version = Version.of("1.%d.0-rc.%d".formatted(random.nextInt(9), random.nextInt(9)));
      packages.put(name, new LockedPackage(name, version, StubRegistry.facts(content), wishes));
    }
    return new LockFile(
        wishes(names, random),
        packages,
        new TreeSet<>(names.subList(0, random.nextInt(names.size()))));
  }

  private static SortedMap<PackageName, VersionSelector> wishes(
      List<PackageName> names, Random random) {
    SortedMap<PackageName, VersionSelector> wishes = new TreeMap<>();
    List<String> selectors = List.of("*", "^1.2", "latest", "1.2.3", ">=1 <2 || 3.x", "1 - 2");
    for (PackageName name : names) {
      if (random.nextInt(3) == 0) {
        wishes.put(name, VersionSelector.of(selectors.get(random.nextInt(selectors.size()))));
      }
    }
    return wishes;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "format = 1|format = 2|has format 2; this ggen reads format 1",
        "format = 1||it has no 'format'",
        "format = 1|format = |ggen.lock:2:",
        "[roots]|[rots]|'rots' is not known",
        "size = 0|size = -1|a package needs a 'size'",
        "size = 0|size = 'x'|size",
        "size = 0|size = 0;length = 0|'length' is not known",
        "sha256 = \"e3b0|sha256 = \"zzzz|A sha256 digest is 64",
        "1.4.0|1.4|'1.4' is not a complete version",
        "\"^1.2\"|\"^^1\"|'^^1' is not a version range",
        "\"^1.2\"|7|@ggen/web",
        "name = \"@ggen/web\"|nome = \"x\"|'nome' is not known",
      })
  void whatIsNoLockFileIsRefusedWithItsPlace(String from, String to, String message) {
    String replacement = to == null ? "" : to.replace(';', '\n');
    String text = SAMPLE.replaceFirst(Pattern.quote(from), replacement);
    assertThatThrownBy(() -> LockFileCodec.read(text, "ggen.lock"))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("ggen.lock")
        .hasMessageContaining(message);
  }

  @Test
  void aPackageThatIsThereTwiceIsRefused() {
    String twice = SAMPLE + SAMPLE.substring(SAMPLE.indexOf("\n[[package]]"));
    assertThatThrownBy(() -> LockFileCodec.read(twice, "ggen.lock"))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("@ggen/web is there twice");
  }
}

package dev.ggen.registry.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IgnoreRulesTest {
  @TempDir private Path directory;

  private void write(String path, String... lines) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }

  private PackReport pack(String... files) throws IOException {
    write("package.toml", RawTar.MANIFEST);
    for (String file : files) {
      write(file);
    }
    return new ArchivePacker(ArchiveLimits.defaults()).pack(directory, new ByteArrayOutputStream());
  }

  @Test
  void whatVersionControlAndPackageManagersLeaveIsNeverPacked() throws IOException {
    PackReport report =
        pack(
            ".git/HEAD",
            "sub/.hg/x",
            "sub/.svn/x",
            "sub/.DS_Store",
            "sub/node_modules/x/index.js",
            "ggen.lock",
            "ggen_packages/a/package.toml");

    assertThat(report.files()).containsExactly("package.toml");
    assertThat(report.ignored())
        .containsExactly(
            ".git/",
            "ggen.lock",
            "ggen_packages/",
            "sub/.DS_Store",
            "sub/.hg/",
            "sub/.svn/",
            "sub/node_modules/");
  }

  @Test
  void otherNamesThatAreOftenIgnoredArePacked() throws IOException {
    assertThat(pack("target/a", "sub/ggen.lock", ".github/a", ".gitattributes").ignored())
        .isEmpty();
  }

  @Test
  void aPatternWithoutASlashHoldsAtEveryDepth() throws IOException {
    write(".gitignore", "*.log", "build/");

    PackReport report = pack("a.log", "x/b.log", "x/build/c", "build", "x/keep");

    assertThat(report.files()).containsExactly(".gitignore", "build", "package.toml", "x/keep");
    assertThat(report.ignored()).containsExactly("a.log", "x/b.log", "x/build/");
  }

  @Test
  void aPatternWithASlashHoldsFromItsDirectory() throws IOException {
    write(".gitignore", "/top", "docs/*.txt");

    assertThat(pack("top", "x/top", "docs/a.txt", "docs/b/c.txt", "x/docs/d.txt").ignored())
        .containsExactly("docs/a.txt", "top");
  }

  @Test
  void theLastLineThatSpeaksOfAPathDecides() throws IOException {
    write(".gitignore", "*.log", "!keep.log");

    assertThat(pack("a.log", "keep.log").ignored()).containsExactly("a.log");
  }

  @Test
  void aDeeperFileDecidesBeforeTheOnesAbove() throws IOException {
    write(".gitignore", "*.log");
    write("x/.gitignore", "!*.log", "secret");

    assertThat(pack("a.log", "x/a.log", "x/secret", "secret").ignored())
        .containsExactly("a.log", "x/secret");
  }

  @Test
  void ggensFileDecidesBeforeGitsInTheSameDirectory() throws IOException {
    write(".gitignore", "generated", "both");
    write(".ggenignore", "!generated", "tests/");

    assertThat(pack("generated", "both", "tests/a").ignored()).containsExactly("both", "tests/");
  }

  @Test
  void insideAnIgnoredDirectoryNothingComesBack() throws IOException {
    write(".gitignore", "build/", "!build/keep");

    assertThat(pack("build/keep").ignored()).containsExactly("build/");
  }

  @Test
  void commentsAndEmptyLinesMeanNothing() throws IOException {
    write(".gitignore", "# a", "", "\\#b");

    assertThat(pack("a", "#b").ignored()).containsExactly("#b");
  }
}

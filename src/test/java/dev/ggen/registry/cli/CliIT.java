package dev.ggen.registry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command line against the packaged service, both by {@code bin/ggen}. */
class CliIT {
  private static final int NOTHING_LISTENS_HERE = 1;

  /** Beyond ASCII where the JVM of this test can write such names; bin/ggen always can. */
  private static final String FILE_NAME =
      "UTF-8".equals(System.getProperty("sun.jnu.encoding")) ? "größe 1.bin" : "size 1.bin";

  @TempDir Path directory;
  private LauncherRun ggen;

  @BeforeEach
  void install() throws IOException {
    ggen = new LauncherRun(directory);
  }

  private LauncherRun.Outcome ok(String... arguments) throws Exception {
    LauncherRun.Outcome outcome = ggen.run(arguments);
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    return outcome;
  }

  @Test
  void whatWasPublishedIsInstalledToTheByteAlsoWithoutServer() throws Exception {
    Path app = appPackage();
    Path part = partPackage();
    Path installed = ggen.root().resolve("ggen_packages");
    try (LauncherRun.Service _ = ggen.start()) {
      assertThat(ok("p2p", "publish", part.toString(), app.toString()).out())
          .contains("Published it-part@1.2.0", "Published it-app@2.0.0");
      assertThat(ok("p2p", "search", "installed", "by", "a", "test").out())
          .contains("it-app v2.0.0");
      assertThat(ok("p2p", "install", "it-app@^2").out())
          .contains("+ it-app@2.0.0", "+ it-part@1.2.0");
      assertThat(contents(installed.resolve("it-app"))).isEqualTo(contents(app));
      assertThat(contents(installed.resolve("it-part"))).isEqualTo(contents(part));
    }
    ggen.with("GGEN_REGISTRY", "http://127.0.0.1:" + NOTHING_LISTENS_HERE);
    String lock = Files.readString(ggen.root().resolve("ggen.lock"));
    ok("p2p", "install", "--offline", "--frozen", "--into", "again");
    Path again = ggen.root().resolve("again");
    assertThat(contents(again.resolve("it-app"))).isEqualTo(contents(app));
    assertThat(contents(again.resolve("it-part"))).isEqualTo(contents(part));
    assertThat(ggen.root().resolve("ggen.lock")).hasContent(lock);
    assertThat(ggen.run("p2p", "status").err()).contains("ggen p2p start");
  }

  private Path appPackage() throws IOException {
    Path app = Files.createDirectories(ggen.root().resolve("sources/it-app/deep/er"));
    Path top = ggen.root().resolve("sources/it-app");
    Files.writeString(
        top.resolve("package.toml"),
        """
        [package]
        name = "it-app"
        version = "2.0.0"
        description = "Installed by a test"
        dependencies = ["it-part@^1"]
        """);
    byte[] noise = new byte[300_000];
    new Random(7).nextBytes(noise);
    Files.write(app.resolve(FILE_NAME), noise);
    Path tool = Files.writeString(top.resolve("run.sh"), "#!/bin/sh\necho ran\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createFile(top.resolve("empty"));
    return top;
  }

  private Path partPackage() throws IOException {
    Path part = Files.createDirectories(ggen.root().resolve("sources/it-part"));
    Files.writeString(part.resolve("package.json"), "{\"name\":\"it-part\",\"version\":\"1.2.0\"}");
    return part;
  }

  /** The content of each file below a directory and whether it may be executed, by path. */
  private static Map<String, String> contents(Path top) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(top)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        contents.put(
            top.relativize(file).toString(),
            HexFormat.of().formatHex(Files.readAllBytes(file)) + Files.isExecutable(file));
      }
    }
    return contents;
  }

  @Test
  void withoutJdkItSaysWhichItSawAndHowToGetOne() throws Exception {
    Path old = Files.createDirectories(ggen.root().resolve("jdks/old"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"21.0.4\"\n");
    Path java = Files.writeString(Files.createDirectories(old.resolve("bin")).resolve("java"), "");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path empty = Files.createDirectories(ggen.root().resolve("empty"));
    ggen.without("GGEN_JAVA_HOME")
        .with("PATH", empty.toString())
        .with("GGEN_JDK_DIRS", empty + "\n" + old.getParent());

    LauncherRun.Outcome outcome = onlyTheScript();
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .startsWith("ggen: JDK 25 or newer was not found.")
        .contains("21.0.4 in " + old, "GGEN_JAVA_HOME=");

    ggen.with("GGEN_JAVA_HOME", old.toString());
    outcome = onlyTheScript();
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo("ggen: GGEN_JAVA_HOME=%s is no JDK 25 or newer.\n".formatted(old));
  }

  /** Without the link, which takes a program of PATH to read. */
  private LauncherRun.Outcome onlyTheScript() throws Exception {
    return ggen.direct().run("--version");
  }

  @Test
  void theJdkIsFoundInADirectoryThatIsNamed() throws Exception {
    Path jdks = Files.createDirectories(ggen.root().resolve("some jdks"));
    Files.createSymbolicLink(jdks.resolve("mine"), Path.of(System.getProperty("java.home")));
    ggen.without("GGEN_JAVA_HOME").with("GGEN_JDK_DIRS", jdks.toString());
    assertThat(ok("--version").out()).startsWith("ggen ").contains("Java ");
  }

  @Test
  void exitCodesTellFailuresFromMistakes() throws Exception {
    ggen.with("GGEN_REGISTRY", "http://127.0.0.1:" + NOTHING_LISTENS_HERE);
    assertThat(ggen.run("p2p", "search", "x").code()).isEqualTo(1);
    assertThat(ggen.run("p2p", "search", "--nothing").code()).isEqualTo(2);
    for (String port : List.of("x", "65536", "-1", "100000000000000000000")) {
      LauncherRun.Outcome refused = ggen.run("p2p", "start", "--port", port);
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("'%s' is not a port".formatted(port));
    }
  }

  /** Rehearsing starts the whole service, which must never be the operator's. */
  @Test
  void theCachesAreMadeWithoutTheSettingsOfTheService() throws Exception {
    Path database = ggen.root().resolve("operators");
    ggen.with("SPRING_DATASOURCE_URL", "jdbc:h2:file:" + database);
    ok("prepare");
    assertThat(ggen.root().resolve("operators.mv.db")).doesNotExist();
    try (Stream<Path> made = Files.walk(ggen.root().resolve("the cache"))) {
      assertThat(made.filter(file -> file.toString().endsWith(".aot"))).hasSize(2);
    }
  }
}

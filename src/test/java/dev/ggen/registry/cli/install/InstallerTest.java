package dev.ggen.registry.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.cli.remote.RemoteException;
import dev.ggen.registry.cli.remote.RetryPolicy;
import dev.ggen.registry.cli.remote.StubRegistry;
import dev.ggen.registry.cli.resolve.UnsolvableException;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.VersionSelector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstallerTest {
  @TempDir Path home;
  private final StubRegistry registry = new StubRegistry();
  private Path target;
  private Path lock;
  private boolean frozen;
  private boolean offline;
  private boolean strict;
  private boolean alone;
  private boolean update;

  @BeforeEach
  void paths() {
    target = home.resolve("project").resolve("ggen_packages");
    lock = home.resolve("project").resolve("ggen.lock");
    assertThat(home.resolve("project").toFile().mkdir()).isTrue();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  /** Stands for unpacking: the archive's text becomes a file. */
  private static void unpack(Path archive, Path place) throws IOException {
    Files.createDirectory(place);
    Files.copy(archive, place.resolve("content"));
  }

  private InstallReport install(String... wishes) {
    return install(new Disk(), wishes);
  }

  private InstallReport install(Disk disk, String... wishes) {
    ArchiveFetcher fetcher =
        new ArchiveFetcher(
            registry.client(),
            new ArchiveCache(home.resolve("cache")),
            new RetryPolicy(List.of()),
            offline);
    return new Installer(
            registry.client(), fetcher, InstallerTest::unpack, home.resolve("locks"), disk)
        .install(request(wishes), InstallProgress.NONE);
  }

  private InstallRequest request(String... wishes) {
    SequencedMap<PackageName, Optional<VersionSelector>> wanted = new LinkedHashMap<>();
    for (String wish : wishes) {
      int at = wish.indexOf('@', 1);
      wanted.put(
          new PackageName(at < 0 ? wish : wish.substring(0, at)),
          at < 0 ? Optional.empty() : Optional.of(VersionSelector.of(wish.substring(at + 1))));
    }
    return new InstallRequest(wanted, target, lock, frozen, offline, strict, !alone, update);
  }

  /** Every file under the project with its content. */
  private Map<String, String> project() {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(home.resolve("project"))) {
      for (Path file : walk.sorted().toList()) {
        String path = home.resolve("project").relativize(file).toString();
        files.put(path, Files.isDirectory(file) ? "" : Files.readString(file));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return files;
  }

  private String content(String name) {
    return project().get("ggen_packages/" + name + "/content");
  }

  @Test
  void packagesAndWhatTheyWantAreInstalled() {
    registry.add("a", "1.0.0", "A", "@s/b:^1", "serde:1.0");
    registry.add("@s/b", "1.1.0", "B1");
    registry.add("@s/b", "2.0.0", "B2");
    InstallReport report = install("a");
    assertThat(content("a")).isEqualTo("A");
    assertThat(content("@s/b")).isEqualTo("B1");
    assertThat(report.missing()).containsExactly("serde");
    assertThat(report.notes())
        .containsExactly(
            "The registry does not know serde, wanted by a@1.0.0 (1.0); it was left out.");
    assertThat(report.changes()).extracting(Change::kind).containsOnly(Change.Kind.ADDED);
    assertThat(project().get("ggen.lock"))
        .contains("\"a\" = \"latest\"", "missing = [\n  \"serde\",\n]", "name = \"@s/b\"");
  }

  @Test
  void theSecondInstallFollowsTheLockToTheByteWithoutARegistry() {
    registry.add("a", "1.0.0", "A", "b:*");
    registry.add("b", "1.0.0", "B");
    install("a");
    Map<String, String> before = project();
    registry.add("a", "2.0.0", "A2");
    registry.add("b", "1.1.0", "B2");
    registry.forget();
    assertThat(install("a").lockChanged()).isFalse();
    assertThat(install().changes()).extracting(Change::kind).containsOnly(Change.Kind.UNCHANGED);
    assertThat(project()).isEqualTo(before);
    assertThat(registry.asked()).isEmpty();
    registry.close();
    deletePackages();
    offline = true;
    install();
    assertThat(content("a")).isEqualTo("A");
    assertThat(content("b")).isEqualTo("B");
    assertThat(project().get("ggen.lock")).isEqualTo(before.get("ggen.lock"));
  }

  private void deletePackages() {
    try {
      new Disk().delete(target);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aNewWishKeepsWhatIsLocked() {
    registry.add("a", "1.0.0", "A");
    install("a");
    registry.add("a", "2.0.0", "A2");
    registry.add("b", "1.0.0", "B", "a:*");
    install("b");
    assertThat(content("a")).isEqualTo("A");
    assertThat(content("b")).isEqualTo("B");
  }

  @Test
  void aLockedTagGivesWayWhereItMust() {
    registry.add("a", "1.0.0", "A");
    install("a");
    registry.add("a", "2.0.0", "A2");
    registry.add("b", "1.0.0", "B", "a:^2");
    install("b");
    assertThat(content("a")).isEqualTo("A2");
  }

  @Test
  void anotherRangeReplacesTheOldVersionWholly() throws IOException {
    registry.add("a", "1.0.0", "A");
    registry.add("a", "2.0.0", "A2");
    install("a@^1");
    Files.writeString(target.resolve("a").resolve("mine"), "added by hand");
    InstallReport report = install("a@^2");
    assertThat(report.changes().getFirst().kind()).isEqualTo(Change.Kind.REPLACED);
    assertThat(report.changes().getFirst().before()).isEqualTo("1.0.0");
    assertThat(content("a")).isEqualTo("A2");
    assertThat(target.resolve("a").resolve("mine")).doesNotExist();
  }

  @Test
  void updateChoosesAnew() {
    registry.add("a", "1.0.0", "A");
    registry.add("b", "1.0.0", "B");
    install("a", "b");
    registry.add("a", "1.1.0", "A2");
    registry.add("b", "1.1.0", "B2");
    update = true;
    install("a");
    assertThat(content("a")).isEqualTo("A2");
    assertThat(content("b")).isEqualTo("B");
    install();
    assertThat(content("b")).isEqualTo("B2");
  }

  @Test
  void whatNobodyWantsAnyMoreIsRemoved() {
    registry.add("a", "1.0.0", "A", "@s/b:*");
    registry.add("a", "2.0.0", "A2");
    registry.add("@s/b", "1.0.0", "B");
    install("a@^1");
    InstallReport report = install("a@^2");
    assertThat(report.changes()).extracting(Change::kind).contains(Change.Kind.REMOVED);
    assertThat(target.resolve("@s")).doesNotExist();
    assertThat(project().get("ggen.lock")).doesNotContain("@s/b");
  }

  @Test
  void whatSomebodyChangedIsRepaired() throws IOException {
    registry.add("a", "1.0.0", "A");
    install("a");
    Files.writeString(target.resolve("a").resolve("content"), "changed by hand");
    assertThat(install().changes().getFirst().kind()).isEqualTo(Change.Kind.REPAIRED);
    assertThat(content("a")).isEqualTo("A");
    Files.delete(target.resolve("a").resolve("content"));
    install();
    assertThat(content("a")).isEqualTo("A");
  }

  @Test
  void aDirectoryThatGgenDidNotMakeIsNotTouched() throws IOException {
    registry.add("a", "1.0.0", "A");
    Files.createDirectories(target.resolve("a"));
    Files.writeString(target.resolve("a").resolve("content"), "mine");
    Map<String, String> before = project();
    assertThatThrownBy(() -> install("a"))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("ggen did not make it");
    assertThat(project()).isEqualTo(before);
  }

  @Test
  void frozenRefusesToChangeTheLockAndSaysHow() {
    registry.add("a", "1.0.0", "A");
    registry.add("a", "2.0.0", "A2");
    install("a@^1");
    Map<String, String> before = project();
    frozen = true;
    install();
    assertThatThrownBy(() -> install("a@^2"))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("a: 2.0.0 instead of 1.0.0");
    assertThat(project()).isEqualTo(before);
  }

  @Test
  void strictRefusesUnknownNames() {
    registry.add("a", "1.0.0", "A", "serde:1.0");
    install("a");
    strict = true;
    assertThatThrownBy(() -> install("a"))
        .isInstanceOf(UnsolvableException.class)
        .hasMessageContaining("serde");
  }

  @Test
  void withoutDependenciesOnlyWhatWasAskedForIsInstalled() {
    registry.add("a", "1.0.0", "A", "b:*");
    registry.add("b", "1.0.0", "B");
    alone = true;
    install("a");
    assertThat(content("b")).isNull();
    alone = false;
    install();
    assertThat(content("b")).isEqualTo("B");
  }

  @Test
  void deprecatedAndYankedPackagesAreTold() {
    registry.addMarked("a", "1.0.0", "A", "broken", "use b");
    assertThat(install("a@1.0.0").notes())
        .containsExactly("a@1.0.0 is deprecated: use b", "a@1.0.0 was yanked: broken");
  }

  @Test
  void aRegistryThatOffersOtherBytesThanTheLockIsRefusedLoudly() {
    registry.add("a", "1.0.0", "A");
    registry.add("b", "1.0.0", "B");
    install("a");
    Map<String, String> before = project();
    registry.add("a", "1.0.0", "Z");
    assertThatThrownBy(() -> install("b"))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("another archive as a@1.0.0 than the lock file names");
    assertThat(project()).isEqualTo(before);
  }

  @Test
  void offlineWithoutAnAnswerInTheLockIsAnError() {
    offline = true;
    assertThatThrownBy(() -> install("a"))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("--offline forbids to ask");
    assertThat(registry.asked()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = StubRegistry.Fault.class,
      names = {"OTHER_BYTES", "TOO_LONG", "TOO_SHORT", "BREAKS_ALWAYS", "FAILS"})
  void oneBadDownloadLeavesEverythingAsItWas(StubRegistry.Fault fault) {
    registry.add("a", "1.0.0", "A0");
    install("a@^1");
    Map<String, String> before = project();
    registry.add("a", "1.1.0", "A-one", "b:*", "c:*");
    registry.add("b", "1.0.0", "B-one");
    PackageDocument bad = registry.add("c", "1.0.0", "C-one");
    registry.fault(bad, fault);
    update = true;
    assertThatThrownBy(this::installAll)
        .isInstanceOfAny(InstallException.class, RemoteException.class);
    assertThat(project()).isEqualTo(before);
  }

  private void installAll() {
    install("a@^1", "b");
  }

  @Test
  void aFailedFirstInstallLeavesNoTrace() {
    PackageDocument bad = registry.add("a", "1.0.0", "A0");
    registry.fault(bad, StubRegistry.Fault.OTHER_BYTES);
    Map<String, String> before = project();
    assertThatThrownBy(() -> install("a")).isInstanceOf(InstallException.class);
    assertThat(project()).isEqualTo(before);
  }

  /** Fails at one of the changes; as a crash, it also fails at every later one. */
  private static final class FailingDisk extends Disk {
    private final boolean crash;
    private int left;
    private boolean failed;

    FailingDisk(int successes, boolean crash) {
      this.left = successes;
      this.crash = crash;
    }

    private void step() throws IOException {
      if ((failed && crash) || (!failed && left-- == 0)) {
        failed = true;
        throw new IOException("failed on purpose");
      }
    }

    @Override
    void move(Path from, Path to) throws IOException {
      step();
      super.move(from, to);
    }

    @Override
    void write(Path file, byte[] content) throws IOException {
      step();
      super.write(file, content);
    }

    @Override
    void delete(Path path) throws IOException {
      step();
      super.delete(path);
    }
  }

  private Map<String, String> prepareChange() {
    registry.add("a", "1.0.0", "A0", "old:*");
    registry.add("old", "1.0.0", "OLD");
    install("a@^1");
    Map<String, String> before = project();
    registry.add("a", "1.1.0", "A1", "@s/b:*");
    registry.add("@s/b", "1.0.0", "B1");
    update = true;
    return before;
  }

  @Test
  void aFaultAtAnyStepChangesNothing() {
    Map<String, String> before = prepareChange();
    int step = 0;
    for (boolean failed = true; failed; step++) {
      try {
        failed = false;
        install(new FailingDisk(step, false), "a@^1");
      } catch (InstallException e) {
        failed = true;
        assertThat(project()).as("step %d", step).isEqualTo(before);
      }
    }
    assertThat(step).isGreaterThan(8);
    assertThat(content("@s/b")).isEqualTo("B1");
    assertThat(target.resolve("old")).doesNotExist();
  }

  @Test
  void aCrashAtAnyStepIsUndoneByTheNextInstall() {
    Map<String, String> before = prepareChange();
    int step = 0;
    for (boolean failed = true; failed; step++) {
      try {
        failed = false;
        install(new FailingDisk(step, true), "a@^1");
      } catch (InstallException e) {
        failed = true;
        recover();
        assertThat(project()).as("step %d", step).isEqualTo(before);
      }
    }
    assertThat(step).isGreaterThan(8);
    assertThat(content("a")).isEqualTo("A1");
    recover();
    assertThat(content("a")).isEqualTo("A1");
    assertThat(target.resolve(".ggen").resolve("change")).doesNotExist();
  }

  private void recover() {
    try {
      new PackageDirectory(target, new Disk()).recover();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aLockWithOtherLineEndsIsLeftAsItIs() throws IOException {
    registry.add("a", "1.0.0", "A");
    install("a");
    String windows = Files.readString(lock).replace("\n", "\r\n");
    Files.write(lock, windows.getBytes(StandardCharsets.UTF_8));
    deletePackages();
    install();
    assertThat(Files.readString(lock)).isEqualTo(windows);
  }
}

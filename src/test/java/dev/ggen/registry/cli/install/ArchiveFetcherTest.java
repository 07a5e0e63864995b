package dev.ggen.registry.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.cli.remote.RemoteException;
import dev.ggen.registry.cli.remote.RetryPolicy;
import dev.ggen.registry.cli.remote.StubRegistry;
import dev.ggen.registry.cli.remote.TransferListener;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveFetcherTest {
  private static final String CONTENT = "0123456789".repeat(1_000);
  private static final RetryPolicy RETRIES = new RetryPolicy(List.of(Duration.ZERO, Duration.ZERO));

  @TempDir Path directory;
  private final StubRegistry registry = new StubRegistry();
  private final PackageDocument document = registry.add("a", "1.0.0", CONTENT);

  @AfterEach
  void close() {
    registry.close();
  }

  private ArchiveFetcher fetcher(boolean offline) {
    return new ArchiveFetcher(registry.client(), new ArchiveCache(directory), RETRIES, offline);
  }

  private Path fetch() {
    return fetcher(false).fetch(wanted(), TransferListener.NONE);
  }

  private LockedPackage wanted() {
    return new LockedPackage(
        new PackageName("a"),
        Version.of("1.0.0"),
        StubRegistry.facts(CONTENT.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        new TreeMap<>());
  }

  private List<Path> visible() throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(each -> each.toString().endsWith(".tgz")).toList();
    }
  }

  @Test
  void anArchiveIsFetchedOnceAndThenTakenFromTheCache() {
    assertThat(fetch()).hasContent(CONTENT);
    assertThat(fetch()).hasContent(CONTENT);
    assertThat(registry.asked()).hasSize(1);
  }

  @Test
  void aCachedArchiveIsThereOffline() {
    fetch();
    registry.close();
    assertThat(fetcher(true).fetch(wanted(), TransferListener.NONE)).hasContent(CONTENT);
  }

  @Test
  void anArchiveThatIsNotCachedIsNotFetchedOffline() {
    assertThatThrownBy(() -> fetcher(true).fetch(wanted(), TransferListener.NONE))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("a@1.0.0 is not in the cache");
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void anArchiveThatWasDamagedInTheCacheIsFetchedAgain() throws IOException {
    Path file = fetch();
    Files.writeString(file, CONTENT.replace('9', '8'));
    assertThat(fetch()).hasContent(CONTENT);
    Files.writeString(file, "short");
    assertThat(fetch()).hasContent(CONTENT);
    assertThat(registry.asked()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = StubRegistry.Fault.class,
      names = {"OTHER_BYTES", "TOO_LONG", "TOO_SHORT"})
  void otherBytesThanPromisedNeverBecomeVisible(StubRegistry.Fault fault) throws IOException {
    registry.fault(document, fault);
    assertThatThrownBy(this::fetch)
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("The archive of a@1.0.0 from " + registry.url())
        .hasMessageContaining("is not the promised one");
    assertThat(visible()).isEmpty();
  }

  @Test
  void aWrongSha512IsNoticedAlthoughTheSha256IsRight() {
    LockedPackage right = wanted();
    Digest wrong = StubRegistry.facts(new byte[0]).sha512();
    var facts =
        new dev.ggen.registry.model.ArchiveFacts(
            right.archive().sha256(), wrong, right.archive().sizeBytes());
    LockedPackage wanted =
        new LockedPackage(right.name(), right.version(), facts, right.dependencies());
    assertThatThrownBy(() -> fetcher(false).fetch(wanted, TransferListener.NONE))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("its integrity is");
  }

  @Test
  void aBrokenDownloadGoesOnWhereItBroke() {
    registry.fault(document, StubRegistry.Fault.BREAKS_ONCE);
    assertThat(fetch()).hasContent(CONTENT);
    assertThat(registry.asked())
        .extracting(StubRegistry.Asked::range)
        .containsExactly(null, "bytes=5000-");
  }

  @Test
  void aDownloadGoesOnInALaterRun() {
    registry.fault(document, StubRegistry.Fault.BREAKS_ALWAYS);
    assertThatThrownBy(this::fetch).isInstanceOf(RemoteException.Unreachable.class);
    registry.add("a", "1.0.0", CONTENT);
    registry.fault(document, StubRegistry.Fault.BREAKS_ONCE);
    registry.forget();
    assertThat(fetch()).hasContent(CONTENT);
    assertThat(registry.asked().getFirst().range()).isEqualTo("bytes=3-");
  }

  @Test
  void aWrongBeginningIsThrownAwayAndFetchedAnew() throws IOException {
    Files.createDirectories(directory.resolve("partial"));
    Files.writeString(
        directory.resolve("partial").resolve(wanted().archive().sha256().hex()), "wrong");
    assertThat(fetch()).hasContent(CONTENT);
    assertThat(registry.asked())
        .extracting(StubRegistry.Asked::range)
        .containsExactly("bytes=5-", null);
  }

  @Test
  void aBeginningThatIsTooLongIsThrownAway() throws IOException {
    Files.createDirectories(directory.resolve("partial"));
    Files.writeString(
        directory.resolve("partial").resolve(wanted().archive().sha256().hex()), CONTENT + "more");
    assertThat(fetch()).hasContent(CONTENT);
  }

  @Test
  void aBusyRegistryIsAskedAgain() {
    registry.fault(document, StubRegistry.Fault.BUSY_ONCE);
    assertThat(fetch()).hasContent(CONTENT);
  }

  @Test
  void aRegistryThatFailsIsNotAskedAgain() {
    registry.fault(document, StubRegistry.Fault.FAILS);
    assertThatThrownBy(this::fetch)
        .isInstanceOf(RemoteException.Refused.class)
        .hasMessageContaining("Something broke.")
        .hasMessageContaining("request-1");
    assertThat(registry.asked()).hasSize(1);
  }

  @Test
  void theListenerHearsOfEachByteOnceAlsoWhenItBreaks() {
    registry.fault(document, StubRegistry.Fault.BREAKS_ONCE);
    AtomicLong moved = new AtomicLong();
    fetcher(false).fetch(wanted(), moved::addAndGet);
    assertThat(moved).hasValue(CONTENT.length());
  }

  @Test
  void manyAtTheSameArchiveDoNotDisturbEachOther() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> paths =
          IntStream.range(0, 16).mapToObj(i -> threads.submit(this::fetch)).toList();
      for (Future<Path> path : paths) {
        assertThat(path.get()).hasContent(CONTENT);
      }
    }
    assertThat(visible()).hasSize(1);
  }

  @Test
  void oldBeginningsAreRemoved() throws IOException {
    Path partials = Files.createDirectories(directory.resolve("partial"));
    Path old = Files.createFile(partials.resolve("old"));
    Path young = Files.createFile(partials.resolve("young"));
    Files.setLastModifiedTime(
        old, FileTime.from(Instant.now().minus(ArchiveCache.PARTIAL_AGE).minusSeconds(60)));
    Files.setLastModifiedTime(
        young, FileTime.from(Instant.now().minus(ArchiveCache.PARTIAL_AGE).plusSeconds(60)));
    new ArchiveCache(directory).removeOldPartials();
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }
}

package dev.ggen.registry.central;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.model.Change;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.ChangeFeed;
import dev.ggen.registry.port.Registry;
import dev.ggen.registry.port.TestArchives;
import dev.ggen.registry.search.PackageIndex;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one PostgreSQL. */
class SeveralProcessesTest {
  private static final Actor ADA = new Actor("ada", false, "test");
  private static final int PROCESSES = 2;
  private static final int WRITERS = 4;
  private static final int VERSIONS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private final List<CentralProcess> processes = new ArrayList<>();

  @BeforeEach
  void start() {
    String database = Database.newPostgresDatabase();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(CentralProcess.onPostgres(directory.resolve("data" + i), database));
    }
  }

  @AfterEach
  void stop() {
    processes.forEach(CentralProcess::close);
  }

  private static void publish(CentralProcess process, String name, String version) {
    Registry registry = process.central().registry();
    var _ = registry.publish(ADA, TestArchives.archive(name, version, name + version));
  }

  @Test
  void readersThatFollowWhileAllWriteMissNothing() throws Exception {
    int total = PROCESSES * WRITERS * VERSIONS;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> readers = new ArrayList<>();
      List<Future<?>> writers = new ArrayList<>();
      for (int p = 0; p < PROCESSES; p++) {
        CentralProcess process = processes.get(p);
        readers.add(threads.submit(() -> follow(process.central().feed(), total)));
        for (int w = 0; w < WRITERS; w++) {
          int first = (p * WRITERS + w) * VERSIONS;
          writers.add(threads.submit(() -> publishSome(process, first)));
        }
      }
      for (Future<?> writer : writers) {
        var _ = writer.get();
      }

      List<Long> expected = LongStream.rangeClosed(1, total).boxed().toList();
      for (Future<List<Long>> reader : readers) {
        assertThat(reader.get()).isEqualTo(expected);
      }
    }
    for (CentralProcess process : processes) {
      assertThat(process.central().follows(total, PATIENCE)).isTrue();
      assertThat(process.part(PackageIndex.class).search(SearchQuery.of("")).total()).isEqualTo(3);
      assertThat(process.central().registry().overview(new PackageName("shared-0")).versions())
          .hasSize(total / 3);
    }
  }

  /** On three names that all writers share, so that they meet there as well as in the feed. */
  private static Void publishSome(CentralProcess process, int first) {
    for (int i = first; i < first + VERSIONS; i++) {
      publish(process, "shared-" + i % 3, "1." + i + ".0");
    }
    return null;
  }

  /** Notes each sequence as a mirror would: by waiting, reading, and going on from the last. */
  private static List<Long> follow(ChangeFeed feed, int total) throws InterruptedException {
    List<Long> read = new ArrayList<>();
    long at = 0;
    while (at < total) {
      assertThat(feed.awaitChangeAfter(at, PATIENCE)).isTrue();
      for (Change change : feed.changesSince(at, 5)) {
        at = change.sequence();
        read.add(at);
      }
    }
    return read;
  }

  @Test
  void aBrokenIndexHidesNoChangeOfAnotherProcess() throws Exception {
    CentralProcess broken = processes.get(0);
    PackageName name = new PackageName("seen");
    publish(broken, "seen", "1.0.0");
    assertThat(broken.central().registry().overview(name).versions()).hasSize(1);
    broken.part(PackageIndex.class).close();
    long before = broken.central().feed().newestSequence();

    publish(processes.get(1), "seen", "2.0.0");

    assertThat(broken.central().feed().awaitChangeAfter(before, PATIENCE)).isTrue();
    assertThat(broken.central().registry().overview(name).versions()).hasSize(2);
  }

  @Test
  void anIndexOfAnotherDatabaseIsBuiltAnew() throws Exception {
    publish(processes.get(0), "there", "1.0.0");
    publish(processes.get(0), "there", "2.0.0");
    assertThat(processes.get(0).central().follows(2, PATIENCE)).isTrue();
    processes.removeFirst().close();

    String other = Database.newPostgresDatabase();
    try (CentralProcess filler = CentralProcess.onPostgres(directory.resolve("filler"), other)) {
      publish(filler, "here", "1.0.0");
      publish(filler, "here", "2.0.0");
      publish(filler, "here", "3.0.0");
    }
    CentralProcess moved = CentralProcess.onPostgres(directory.resolve("data0"), other);
    processes.addFirst(moved);

    assertThat(moved.central().follows(3, PATIENCE)).isTrue();
    PackageIndex index = moved.part(PackageIndex.class);
    assertThat(index.search(SearchQuery.of("here")).total()).isEqualTo(1);
    assertThat(index.search(SearchQuery.of("there")).total()).isZero();
  }
}

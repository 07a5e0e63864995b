package dev.ggen.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchHit;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches beside changes. */
class ConcurrencyTest {
  private static final int CHANGES = 120;
  private static final int NAMES = 5;

  @TempDir Path directory;

  @Test
  void aSearchSeesEachChangeWhollyOrNotAtAll() throws Exception {
    try (PackageIndex index = PackageIndex.open(directory);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      index.apply(1, packages(1), List.of());
      Future<?> writer = threads.submit(() -> write(index));
      List<Future<?>> readers = new ArrayList<>();
      for (int reader = 0; reader < 3; reader++) {
        readers.add(threads.submit(() -> read(index, writer)));
      }
      await(writer);
      for (Future<?> reader : readers) {
        await(reader);
      }
    }
  }

  @Test
  void anIndexClosedDuringSearchesEndsThemCleanly() throws Exception {
    PackageIndex index = PackageIndex.open(directory);
    index.apply(1, packages(1), List.of());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> readers =
          IntStream.range(0, 4)
              .mapToObj(n -> threads.submit(() -> readUntilClosed(index)))
              .toList();
      index.search(SearchQuery.of("lib"));
      index.close();
      for (Future<Boolean> reader : readers) {
        assertThat(reader.get(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static void await(Future<?> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    future.get(60, TimeUnit.SECONDS);
  }

  private static void write(PackageIndex index) {
    for (int change = 2; change <= CHANGES; change++) {
      index.apply(change, packages(change), List.of());
      assertThat(index.search(SearchQuery.of("lib")).sequence()).isEqualTo(change);
      if (change % 20 == 0) {
        index.commit();
      }
    }
  }

  private static void read(PackageIndex index, Future<?> writer) {
    long last = 0;
    while (!writer.isDone()) {
      SearchPage page = index.search(SearchQuery.of("lib"));
      assertThat(page.sequence()).isGreaterThanOrEqualTo(last);
      last = page.sequence();
      assertThat(page.total()).isEqualTo(NAMES);
      assertThat(page.hits())
          .extracting(SearchHit::version)
          .containsOnly(Version.of("1.0." + page.sequence()));
    }
  }

  private static boolean readUntilClosed(PackageIndex index) {
    while (true) {
      try {
        assertThat(index.search(SearchQuery.of("lib")).total()).isEqualTo(NAMES);
      } catch (IllegalStateException closed) {
        return true;
      }
    }
  }

  private static List<IndexedPackage> packages(int change) {
    return IntStream.range(0, NAMES)
        .mapToObj(number ->
            new IndexedPackage(
                new PackageName("lib-" + number),
                Version.of("1.0." + change),
                null,
                null,
                List.of(),
                List.of(),
                null,
                "alice",
                Instant.EPOCH.plusSeconds(change),
                null))
        .toList();
  }
}

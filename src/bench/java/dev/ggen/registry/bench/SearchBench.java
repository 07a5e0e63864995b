package dev.ggen.registry.bench;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.search.IndexedPackage;
import dev.ggen.registry.search.PackageIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Times searches inside the process, over generated packages: for each kind of question the median,
 * the 99th percentile and the mean processor time. The command is in docs/building.md.
 */
public final class SearchBench {
  private static final int PACKAGES = Integer.getInteger("packages", 100_000);
  private static final int QUESTIONS = Integer.getInteger("questions", 20_000);
  private static final long SEED = Long.getLong("seed", 1);

  private final PackageGenerator generator = new PackageGenerator(SEED);
  private final Random random = new Random(SEED);

  private SearchBench() {}

  /** Runs everything. */
  public static void main(String[] arguments) throws IOException {
    new SearchBench().run();
  }

  private void run() throws IOException {
    String kept = System.getProperty("directory");
    Path directory = kept == null ? Files.createTempDirectory("search-bench") : Path.of(kept);
    try (PackageIndex index = PackageIndex.open(directory)) {
      if (index.sequence() == 0) {
        fill(index);
      }
      String only = System.getProperty("kind");
      if ("PUBLISH".equals(only)) {
        publish(index);
        publish(index);
        return;
      }
      if (only != null) {
        measure(index, only, questions(List.of(Kind.valueOf(only))));
        return;
      }
      for (Kind kind : Kind.values()) {
        measure(index, kind.name(), questions(List.of(kind)));
      }
      List<Kind> mix = new ArrayList<>(List.of(Kind.values()));
      mix.removeAll(List.of(Kind.NOTHING_FOUND, Kind.NEWEST_WITH_FACETS, Kind.MANY_WORDS));
      measure(index, "MIX", questions(mix));
      publish(index);
      measure(index, "MIX after publishes", questions(mix));
    } finally {
      if (kept == null) {
        delete(directory);
      }
    }
  }

  private void fill(PackageIndex index) {
    long start = System.nanoTime();
    long cpu = processorTime();
    for (int from = 0; from < PACKAGES; from += 1000) {
      List<IndexedPackage> batch = new ArrayList<>();
      for (int number = from; number < Math.min(PACKAGES, from + 1000); number++) {
        batch.add(generator.make(number));
      }
      index.apply(from + 1L, batch, List.of());
    }
    System.out.printf(
        "%d packages indexed in %.1f s (processor %.1f s)%n",
        PACKAGES, (System.nanoTime() - start) / 1e9, (processorTime() - cpu) / 1e9);
  }

  /** Nanoseconds of all threads. */
  private static long processorTime() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  /** One change per call, as clients publish. */
  private void publish(PackageIndex index) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] times = new long[2000];
    long cpu = threads.getCurrentThreadCpuTime();
    for (int at = 0; at < times.length; at++) {
      IndexedPackage changed = generator.make(random.nextInt(PACKAGES));
      long start = System.nanoTime();
      index.apply(index.sequence() + 1, List.of(changed), List.<PackageName>of());
      times[at] = System.nanoTime() - start;
    }
    cpu = threads.getCurrentThreadCpuTime() - cpu;
    print("apply of one package", times, cpu / 1e3 / times.length);
  }

  private void measure(PackageIndex index, String name, List<SearchQuery> questions) {
    questions.forEach(index::search);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] times = new long[questions.size()];
    long cpu = threads.getCurrentThreadCpuTime();
    for (int at = 0; at < times.length; at++) {
      long start = System.nanoTime();
      index.search(questions.get(at));
      times[at] = System.nanoTime() - start;
    }
    cpu = threads.getCurrentThreadCpuTime() - cpu;
    print(name, times, cpu / 1e3 / times.length);
  }

  private static void print(String name, long[] times, double cpuMicros) {
    Arrays.sort(times);
    System.out.printf(
        "%-24s p50 %8.1f µs   p99 %8.1f µs   max %9.1f µs   processor %8.1f µs%n",
        name,
        times[times.length / 2] / 1e3,
        times[times.length * 99 / 100] / 1e3,
        times[times.length - 1] / 1e3,
        cpuMicros);
  }

  private List<SearchQuery> questions(List<Kind> kinds) {
    List<SearchQuery> questions = new ArrayList<>();
    while (questions.size() < QUESTIONS) {
      Kind kind = kinds.get(questions.size() % kinds.size());
      questions.add(kind.ask(generator.make(random.nextInt(PACKAGES)), random));
    }
    return questions;
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  /** What people ask. */
  private enum Kind {
    NAME {
      @Override
      SearchQuery ask(IndexedPackage about, Random random) {
        return SearchQuery.of(about.name().value());
      }
    },
    WORD {
      @Override
      SearchQuery ask(IndexedPackage about, Random random) {
        return SearchQuery.of(pick(about.tags(), random));
      }
    },
    PREFIX {
      @Override
      SearchQuery ask(IndexedPackage about, Random random) {
        String word = pick(about.tags(), random);
        return SearchQuery.of(word.substring(0, 1 + random.nextInt(word.length())));
      }
    },
    TWO_WORDS {
      @Override
      SearchQuery ask(IndexedPackage about, Random random) {
        return SearchQuery.of(about.tags().getFirst() + " " + pick(about.keywords(), random));
      }
    },
    DESCRIPTION {
      @Override
      SearchQuery ask(IndexedPackage about, Random random) {
        List<String> words = List.of(String.valueOf(about.description()).split(" "));
        return SearchQuery.of(pick(words, random));
      }
    },
    TAG {
      @Override
      SearchQuery ask(IndexedPackage about, Random random) {
        String text = random.nextBoolean() ? "" : pick(about.keywords(), random);
        return new SearchQuery(text, null, List.of(about.tags().getFirst()), 20, 0, false);
      }
    },
    CATEGORY_AND_FACETS {
      @Override
      SearchQuery ask(IndexedPackage about, Random random) {
        String text = random.nextBoolean() ? "" : pick(about.tags(), random);
        return new SearchQuery(text, about.category(), List.of(), 20, 0, true);
      }
    },
    NEWEST {
      @Override
      SearchQuery ask(IndexedPackage about, Random random) {
        return SearchQuery.of("");
      }
    },
    SECOND_PAGE {
      @Override
      SearchQuery ask(IndexedPackage about, Random random) {
        return new SearchQuery(pick(about.tags(), random), null, List.of(), 20, 20, false);
      }
    },
    TYPO {
      @Override
      SearchQuery ask(IndexedPackage about, Random random) {
        StringBuilder word = new StringBuilder(pick(about.tags(), random));
        word.deleteCharAt(random.nextInt(word.length() - 1) + 1).append('x');
        return SearchQuery.of(word.toString());
      }
    },
    NEWEST_WITH_FACETS {
      @Override
      SearchQuery ask(IndexedPackage about, Random random) {
        return new SearchQuery("", null, List.of(), 20, 0, true);
      }
    },
    NOTHING_FOUND {
      @Override
      SearchQuery ask(IndexedPackage about, Random random) {
        return SearchQuery.of("qqzzxxwv%d wwqqzzkk".formatted(random.nextInt(1000)));
      }
    },
    MANY_WORDS {
      @Override
      SearchQuery ask(IndexedPackage about, Random random) {
        return SearchQuery.of(String.valueOf(about.description()));
      }
    };

    abstract SearchQuery ask(IndexedPackage about, Random random);

    private static String pick(List<String> list, Random random) {
      return list.get(random.nextInt(list.size()));
    }
  }
}

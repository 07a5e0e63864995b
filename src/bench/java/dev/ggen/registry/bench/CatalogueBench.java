package dev.ggen.registry.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.VersionRange;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.p2p.catalogue.AdmissionLimits;
import dev.ggen.registry.p2p.catalogue.Catalogue;
import dev.ggen.registry.p2p.catalogue.CatalogueListener;
import dev.ggen.registry.p2p.catalogue.CatalogueSettings;
import dev.ggen.registry.p2p.catalogue.Outcome;
import dev.ggen.registry.p2p.catalogue.RecordSet;
import dev.ggen.registry.p2p.catalogue.Source;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.record.TestRecords;
import dev.ggen.registry.p2p.trust.TrustSettings;
import dev.ggen.registry.search.IndexedPackage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fills a catalogue with signed records, and times what a node does with it: taking them, searching
 * and resolving, fingerprints, opening. Needs no network. {@code -Drecords}, {@code -Dpublishers},
 * {@code -Dbatch}, {@code -Dquestions}.
 */
public final class CatalogueBench {
  private static final int RECORDS = Integer.getInteger("records", 100_000);
  private static final int PUBLISHERS = Integer.getInteger("publishers", 200);
  private static final int BATCH = Integer.getInteger("batch", 1_000);
  private static final int QUESTIONS = Integer.getInteger("questions", 20_000);

  private final PackageGenerator generator = new PackageGenerator(1);
  private final Random random = new Random(1);

  private CatalogueBench() {}

  /** Runs everything. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new CatalogueBench().run();
  }

  private void run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("catalogue-bench");
    try {
      List<Bytes> envelopes = sign();
      try (Catalogue catalogue = open(folder)) {
        fill(catalogue, envelopes);
        envelopes = List.of();
        searches(catalogue);
        resolutions(catalogue);
        fingerprints(catalogue.recordSet());
        heap();
      }
      reopen(folder);
      System.out.printf("%d MB on disk%n", size(folder) >> 20);
    } finally {
      delete(folder);
    }
  }

  private List<Bytes> sign() {
    long start = System.nanoTime();
    List<Bytes> envelopes =
        IntStream.range(0, RECORDS).parallel().mapToObj(i -> record(i).envelope()).toList();
    long bytes = envelopes.stream().mapToLong(Bytes::size).sum();
    System.out.printf(
        "%d records of %d bytes signed in %.1f s%n",
        RECORDS, bytes / RECORDS, (System.nanoTime() - start) / 1e9);
    return envelopes;
  }

  private SignedRecord record(int number) {
    IndexedPackage shown = generator.make(number);
    SequencedMap<PackageName, VersionRange> dependencies = new LinkedHashMap<>();
    for (int i = 0; i < number % 6; i++) {
      dependencies.put(
          new PackageName("dep-" + number % 997 + "-" + i), VersionRange.of("^1." + i));
    }
    Manifest manifest =
        new Manifest(
            shown.name(),
            shown.version(),
            shown.description(),
            shown.category(),
            shown.tags(),
            shown.keywords(),
            List.of(),
            shown.license(),
            null,
            "https://example.org/" + number,
            dependencies,
            "README.md");
    return SignedRecord.seal(
        TestRecords.key(number % PUBLISHERS),
        TestRecords.content(manifest, "archive " + number, 1, null));
  }

  private static Catalogue open(Path folder) throws IOException {
    CatalogueSettings settings =
        CatalogueSettings.in(folder).with(AdmissionLimits.DEFAULTS.withMaxRecords(2 * RECORDS));
    return Catalogue.open(
        settings, TrustSettings.pinned(List.of()), InstantSource.system(), CatalogueListener.NONE);
  }

  private static void fill(Catalogue catalogue, List<Bytes> envelopes) throws InterruptedException {
    long start = System.nanoTime();
    long cpu = processorTime();
    int taken = 0;
    for (int from = 0; from < RECORDS; from += BATCH) {
      List<Bytes> batch = envelopes.subList(from, Math.min(RECORDS, from + BATCH));
      for (Outcome outcome : catalogue.offerAll(batch, Source.SYNC)) {
        taken += outcome instanceof Outcome.Added ? 1 : 0;
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    boolean isIndexed =
        catalogue.awaitIndexed(catalogue.status().sequence(), Duration.ofMinutes(5));
    System.out.printf(
        "%d taken in %.1f s, searchable after %.1f s (%b), processor %.1f s%n",
        taken,
        seconds,
        (System.nanoTime() - start) / 1e9,
        isIndexed,
        (processorTime() - cpu) / 1e9);
  }

  private static long processorTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private void searches(Catalogue catalogue) {
    List<SearchQuery> queries =
        IntStream.range(0, QUESTIONS).mapToObj(_ -> SearchQuery.of(question())).toList();
    measure("search", QUESTIONS, i -> catalogue.search(queries.get(i)));
    measure("search again", QUESTIONS, i -> catalogue.search(queries.get(i)));
  }

  private String question() {
    IndexedPackage asked = generator.make(random.nextInt(RECORDS));
    return switch (random.nextInt(3)) {
      case 0 -> asked.name().value();
      case 1 -> String.join(" ", asked.tags().subList(0, Math.min(2, asked.tags().size())));
      default -> asked.name().bareName().substring(0, 4);
    };
  }

  private void resolutions(Catalogue catalogue) {
    List<PackageName> names =
        IntStream.range(0, QUESTIONS)
            .mapToObj(_ -> generator.make(random.nextInt(RECORDS)).name())
            .toList();
    measure("resolve", QUESTIONS, i -> catalogue.resolve(names.get(i), VersionSelector.LATEST));
  }

  private void fingerprints(RecordSet set) {
    int[] places = random.ints(2L * QUESTIONS, 0, set.size() + 1).toArray();
    measure(
        "fingerprint of a range",
        QUESTIONS,
        i -> {
          int one = places[2 * i];
          int other = places[2 * i + 1];
          set.fingerprint(Math.min(one, other), Math.max(one, other));
        });
  }

  private static void measure(String what, int times, IntConsumer action) {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      action.accept(i);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%s: p50 %.3f ms, p99 %.3f ms%n",
        what, nanos[times / 2] / 1e6, nanos[times * 99 / 100] / 1e6);
  }

  private static void heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "%d MB of heap in use%n", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
  }

  private static void reopen(Path folder) throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (Catalogue catalogue = open(folder)) {
      double opened = (System.nanoTime() - start) / 1e9;
      boolean isIndexed =
          catalogue.awaitIndexed(catalogue.status().sequence(), Duration.ofMinutes(5));
      System.out.printf(
          "opened again in %.2f s, searchable after %.2f s (%b), %s%n",
          opened, (System.nanoTime() - start) / 1e9, isIndexed, catalogue.status());
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = new ArrayList<>(files.filter(Files::isRegularFile).toList());
      long bytes = 0;
      for (Path file : all) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

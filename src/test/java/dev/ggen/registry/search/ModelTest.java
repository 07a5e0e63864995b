package dev.ggen.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.bench.PackageGenerator;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Random changes and questions, against a map that is searched by looking at everything. */
class ModelTest {
  private static final Comparator<IndexedPackage> NEWEST_FIRST =
      Comparator.comparing(IndexedPackage::publishedAt)
          .reversed()
          .thenComparing(IndexedPackage::name);

  @TempDir Path directory;
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final PackageGenerator generator = new PackageGenerator(seed);
  private final Map<PackageName, IndexedPackage> model = new TreeMap<>();

  @RepeatedTest(3)
  void theIndexFindsWhatTheModelFinds() {
    System.out.println("seed " + seed);
    PackageIndex index = PackageIndex.open(directory);
    try {
      for (int round = 0; round < 40; round++) {
        change(index);
        if (random.nextInt(10) == 0) {
          index.close();
          index = PackageIndex.open(directory);
          assertThat(index.sequence()).isEqualTo(round + 1);
        }
        compare(index);
      }
    } finally {
      index.close();
    }
  }

  private void change(PackageIndex index) {
    List<IndexedPackage> upserts = new ArrayList<>();
    for (int left = random.nextInt(20); left > 0; left--) {
      upserts.add(generator.make(random.nextInt(300)));
    }
    List<PackageName> removals =
        model.keySet().stream().filter(name -> random.nextInt(20) == 0).toList();
    index.apply(index.sequence() + 1, upserts, removals);
    removals.forEach(model::remove);
    upserts.forEach(entry -> model.put(entry.name(), entry));
  }

  private void compare(PackageIndex index) {
    for (int left = 10; left > 0; left--) {
      String category = random.nextBoolean() ? null : anyCategory();
      List<String> tags =
          random.nextBoolean() ? List.of() : Stream.generate(this::anyTag).limit(2).toList();
      compare(index, category, tags);
    }
  }

  private void compare(PackageIndex index, @Nullable String category, List<String> tags) {
    List<IndexedPackage> expected =
        model.values().stream().filter(matches(category, tags)).sorted(NEWEST_FIRST).toList();
    SearchPage page = index.search(new SearchQuery("", category, tags, 250, 0, true));
    assertThat(page.total()).isEqualTo(expected.size());
    assertThat(page.hits())
        .isEqualTo(expected.stream().limit(250).map(entry -> Packages.hit(entry, 1)).toList());
    assertThat(page.categories()).isEqualTo(counts(expected));
  }

  private static Predicate<IndexedPackage> matches(@Nullable String category, List<String> tags) {
    return entry ->
        (category == null || category.equalsIgnoreCase(entry.category()))
            && tags.stream()
                .allMatch(tag ->
                    Stream.concat(entry.tags().stream(), entry.keywords().stream())
                        .anyMatch(tag::equalsIgnoreCase));
  }

  private static Map<String, Long> counts(List<IndexedPackage> packages) {
    return packages.stream()
        .filter(entry -> entry.category() != null)
        .collect(
            Collectors.groupingBy(
                entry -> entry.category().toLowerCase(Locale.ROOT), Collectors.counting()));
  }

  private @Nullable String anyCategory() {
    String category = generator.make(random.nextInt(300)).category();
    return category == null ? null : inAnyCase(category);
  }

  private String anyTag() {
    return inAnyCase(generator.make(random.nextInt(300)).tags().getFirst());
  }

  private String inAnyCase(String label) {
    return random.nextBoolean() ? label : label.toUpperCase(Locale.ROOT);
  }
}

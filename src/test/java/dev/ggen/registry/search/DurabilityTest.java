package dev.ggen.registry.search;

import static dev.ggen.registry.search.Packages.add;
import static dev.ggen.registry.search.Packages.find;
import static dev.ggen.registry.search.Packages.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk, who may have it open, and from where to continue. */
class DurabilityTest {
  @TempDir Path directory;

  @Test
  void aNewIndexIsEmptyAtSequenceZero() {
    try (PackageIndex index = PackageIndex.open(directory.resolve("deep/er"))) {
      assertThat(index.sequence()).isZero();
      assertThat(index.search(SearchQuery.of("")).total()).isZero();
      assertThat(index.search(SearchQuery.of("any thing")).total()).isZero();
    }
  }

  @Test
  void aClosedIndexContinuesWhereItWas() {
    try (PackageIndex index = PackageIndex.open(directory)) {
      index.apply(41, List.of(named("a"), named("b")), List.of());
      index.apply(42, List.of(), List.of(new PackageName("b")));
    }
    try (PackageIndex index = PackageIndex.open(directory)) {
      assertThat(index.sequence()).isEqualTo(42);
      assertThat(find(index, "")).containsExactly("a");
    }
  }

  @Test
  void aChangeWithoutPackagesMovesTheSequence() {
    try (PackageIndex index = PackageIndex.open(directory)) {
      index.apply(7, List.of(), List.of());
      assertThat(index.search(SearchQuery.of("")).sequence()).isEqualTo(7);
    }
    try (PackageIndex index = PackageIndex.open(directory)) {
      assertThat(index.sequence()).isEqualTo(7);
    }
  }

  @Test
  void anUpsertReplacesAndComesAfterRemovals() {
    try (PackageIndex index = PackageIndex.open(directory)) {
      add(index, Packages.described("a", "old"));
      index.apply(2, List.of(Packages.described("a", "new")), List.of(new PackageName("a")));
      assertThat(index.search(SearchQuery.of("")).total()).isEqualTo(1);
      assertThat(find(index, "old")).isEmpty();
      assertThat(find(index, "new")).containsExactly("a");
    }
  }

  @Test
  void applyingAChangeTwiceDoesNoHarm() {
    try (PackageIndex index = PackageIndex.open(directory)) {
      index.apply(5, List.of(named("a")), List.of());
      index.apply(5, List.of(named("a")), List.of());
      assertThat(find(index, "")).containsExactly("a");
    }
  }

  @Test
  void changesDoNotGoBackwards() {
    try (PackageIndex index = PackageIndex.open(directory)) {
      index.apply(5, List.of(), List.of());
      assertThatIllegalArgumentException().isThrownBy(() -> index.apply(4, List.of(), List.of()));
    }
  }

  @Test
  void aClearedIndexBeginsAtZeroAlsoAfterReopening() {
    try (PackageIndex index = PackageIndex.open(directory)) {
      add(index, named("a"));
      index.clear("here");
      assertThat(index.sequence()).isZero();
      assertThat(find(index, "")).isEmpty();
    }
    try (PackageIndex index = PackageIndex.open(directory)) {
      assertThat(index.sequence()).isZero();
      add(index, named("b"));
      assertThat(find(index, "")).containsExactly("b");
    }
  }

  @Test
  void anOpenIndexIsRefusedToASecondUserWithAClearError() {
    try (PackageIndex index = PackageIndex.open(directory)) {
      assertThatExceptionOfType(SearchIndexException.class)
          .isThrownBy(() -> PackageIndex.open(directory))
          .withMessageContaining("already open")
          .withMessageContaining(directory.toString());
      add(index, named("still-works"));
    }
  }

  @Test
  void aKilledProcessLosesNothingThatItsSequenceCounts() throws IOException {
    try (IndexProcess other = new IndexProcess(directory)) {
      other.awaitChange(1);
      assertThatExceptionOfType(SearchIndexException.class)
          .isThrownBy(() -> PackageIndex.open(directory));
      other.awaitChange(Commits.MOST_PACKAGES / 2);
    }
    try (PackageIndex index = PackageIndex.open(directory)) {
      long sequence = index.sequence();
      assertThat(sequence).as("a commit was made meanwhile").isPositive();
      assertThat(LongStream.rangeClosed(1, sequence).mapToObj(IndexProcess::change))
          .allSatisfy(change -> assertThat(change).allMatch(entry -> isFound(index, entry)));
      index.apply(sequence + 1, IndexProcess.change(sequence + 1), List.of());
      assertThat(IndexProcess.change(sequence + 1)).allMatch(entry -> isFound(index, entry));
    }
  }

  private static boolean isFound(PackageIndex index, IndexedPackage entry) {
    String name = entry.name().value();
    return find(index, name).getFirst().equals(name);
  }

  @Test
  void anIndexOfAnotherLayoutIsBuiltAnew() throws IOException {
    try (PackageIndex index = PackageIndex.open(directory)) {
      add(index, named("a"));
    }
    try (Directory files = FSDirectory.open(directory);
        IndexWriter writer =
            new IndexWriter(files, new IndexWriterConfig().setIndexSort(Newest.ORDER))) {
      writer.setLiveCommitData(
          Map.of(IndexFolder.LAYOUT, "0", IndexFolder.SEQUENCE, "1").entrySet());
    }
    assertIsRebuilt();
  }

  @Test
  void anIndexOfAnotherProgramIsBuiltAnew() throws IOException {
    try (Directory files = FSDirectory.open(directory);
        IndexWriter writer = new IndexWriter(files, new IndexWriterConfig())) {
      writer.setLiveCommitData(Map.of("some", "thing").entrySet());
    }
    assertIsRebuilt();
  }

  @Test
  void otherFilesOfTheDirectoryAreLeftAlone() throws IOException {
    Path other = Files.writeString(directory.resolve("notes.txt"), "mine");
    Files.writeString(directory.resolve("segments_zz"), "rubbish");
    assertIsRebuilt();
    assertThat(other).hasContent("mine");
  }

  @Test
  void aDirectoryThatIsAFileIsRefusedWithAClearError() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatExceptionOfType(SearchIndexException.class)
        .isThrownBy(() -> PackageIndex.open(file))
        .withMessageContaining(file.toString());
  }

  @Test
  void filesLostWhileOpenAreNoticedAndTheIndexBeginsAnew() throws IOException {
    try (PackageIndex index = PackageIndex.open(directory)) {
      add(index, named("a"));
      index.commit();
      DamageTest.deleteAll(directory);
      add(index, named("b"));
      index.commit();
      index.commit();
      assertThat(index.sequence()).isZero();
      index.apply(2, List.of(named("a"), named("b")), List.of());
      assertThat(find(index, "")).containsExactly("a", "b");
    }
    try (PackageIndex index = PackageIndex.open(directory)) {
      assertThat(index.sequence()).isEqualTo(2);
    }
  }

  @Test
  void aClosedIndexRefusesEverything() {
    PackageIndex index = PackageIndex.open(directory);
    index.close();
    index.close();
    assertThatIllegalStateException().isThrownBy(() -> index.search(SearchQuery.of("")));
    assertThatIllegalStateException().isThrownBy(() -> index.apply(1, List.of(), List.of()));
    assertThatIllegalStateException().isThrownBy(() -> index.clear("here"));
  }

  @Test
  void manyPackagesAtOnceAreWrittenWithoutDelay() {
    try (PackageIndex index = PackageIndex.open(directory)) {
      List<IndexedPackage> many =
          IntStream.range(0, 2 * Commits.MOST_PACKAGES).mapToObj(n -> named("p" + n)).toList();
      index.apply(9, many, List.of());
      assertThat(index.search(SearchQuery.of("")).total()).isEqualTo(2 * Commits.MOST_PACKAGES);
    }
  }

  private void assertIsRebuilt() {
    try (PackageIndex index = PackageIndex.open(directory)) {
      assertThat(index.sequence()).isZero();
      assertThat(find(index, "")).isEmpty();
      add(index, named("new"));
    }
    try (PackageIndex index = PackageIndex.open(directory)) {
      assertThat(index.sequence()).isEqualTo(1);
      assertThat(find(index, "")).containsExactly("new");
    }
  }
}

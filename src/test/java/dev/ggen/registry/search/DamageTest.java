package dev.ggen.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.bench.PackageGenerator;
import dev.ggen.registry.model.SearchQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index whose files were damaged opens nevertheless: whole, or empty and ready to be fed. */
class DamageTest {
  private static final int PACKAGES = 200;

  @TempDir Path directory;
  @TempDir Path sound;
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void aDeletedFileIsNoticed() throws IOException {
    damageEach(Files::delete);
  }

  @Test
  void aTruncatedFileIsNoticed() throws IOException {
    damageEach(file -> {
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
    });
  }

  @Test
  void anEmptyFileIsNoticed() throws IOException {
    damageEach(file -> Files.write(file, new byte[0]));
  }

  @Test
  void aFlippedBitIsNoticed() throws IOException {
    for (int round = 0; round < 5; round++) {
      damageEach(file -> {
        byte[] bytes = Files.readAllBytes(file);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
      });
    }
  }

  @Test
  void aFileOfRubbishIsNoticed() throws IOException {
    damageEach(file -> {
      byte[] bytes = Files.readAllBytes(file);
      random.nextBytes(bytes);
      Files.write(file, bytes);
    });
  }

  @Test
  void aFileThatACrashLeftBehindIsNoDamage() throws IOException {
    fill(directory);
    Files.writeString(directory.resolve("_zz.cfs"), "half a segment");
    Files.writeString(directory.resolve("pending_segments_zz"), "half a commit");
    try (PackageIndex index = PackageIndex.open(directory)) {
      assertThat(index.sequence()).isEqualTo(7);
      assertThat(index.search(SearchQuery.of("")).total()).isEqualTo(PACKAGES);
    }
  }

  /** Lucene refuses to go on with an index that is sorted otherwise. */
  @Test
  void anIndexOfAnOlderLayoutBeginsAnew() throws IOException {
    try (Directory folder = FSDirectory.open(directory);
        IndexWriter older = new IndexWriter(folder, new IndexWriterConfig())) {
      older.addDocument(List.of(new StringField(Fields.ID, "a", Field.Store.NO)));
      older.setLiveCommitData(
          Map.of(IndexFolder.LAYOUT, "1", IndexFolder.SEQUENCE, "7").entrySet());
    }
    assertIsEmptyAndCanBeFed("an older one");
  }

  private void damageEach(Damage damage) throws IOException {
    System.out.println("seed " + seed);
    fill(sound);
    for (Path victim : indexFiles(sound).toList()) {
      deleteAll(directory);
      for (Path file : indexFiles(sound).toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
      damage.inflict(directory.resolve(victim.getFileName()));
      assertIsEmptyAndCanBeFed(victim.getFileName().toString());
    }
  }

  private void assertIsEmptyAndCanBeFed(String damaged) {
    try (PackageIndex index = PackageIndex.open(directory)) {
      assertThat(index.sequence()).as(damaged).isZero();
      assertThat(index.search(SearchQuery.of("")).total()).as(damaged).isZero();
      index.apply(7, new PackageGenerator(1).packages(10), List.of());
      assertThat(index.search(SearchQuery.of("")).total()).isEqualTo(10);
    }
  }

  private static void fill(Path into) {
    try (PackageIndex index = PackageIndex.open(into)) {
      index.apply(7, new PackageGenerator(1).packages(PACKAGES), List.of());
    }
  }

  static Stream<Path> indexFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !file.endsWith("write.lock")).toList().stream();
    }
  }

  static void deleteAll(Path directory) throws IOException {
    for (Path file : indexFiles(directory).toList()) {
      Files.delete(file);
    }
  }

  private interface Damage {
    void inflict(Path file) throws IOException;
  }
}

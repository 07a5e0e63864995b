package dev.ggen.registry.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.registry.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scrubbing and sweeping. */
class BlobUpkeepTest {
  private static final BlobStore.ScrubListener SILENT = new BlobStore.ScrubListener() {};

  @TempDir private Path directory;
  private final WatchedDisk disk = new WatchedDisk();
  private FileBlobStore store;

  @BeforeEach
  void open() throws IOException {
    store = FileBlobStore.open(directory, disk);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private Digest keep(String text) {
    try (StagedBlob staged = store.stage(new ByteArrayInputStream(text.getBytes(UTF_8)), 1000)) {
      staged.keep();
      return staged.facts().sha256();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Digest keepLongAgo(String text) throws IOException {
    Digest digest = keep(text);
    Files.setLastModifiedTime(pathOf(digest), FileTime.from(Instant.now().minusSeconds(3600)));
    return digest;
  }

  private Path pathOf(Digest digest) throws IOException {
    return store.find(digest).orElseThrow().path();
  }

  @Test
  void aScrubTellsOfEverySoundBlob() throws Exception {
    Digest a = keep("a");
    Digest b = keep("bc");
    List<Digest> told = new ArrayList<>();

    BlobStore.Scrub scrub =
        store.scrub(
            new BlobStore.ScrubListener() {
              @Override
              public void sound(Blob blob) {
                told.add(blob.digest());
              }
            },
            Long.MAX_VALUE);

    assertThat(scrub).isEqualTo(new BlobStore.Scrub(2, 3, List.of(), List.of()));
    assertThat(told).containsExactlyInAnyOrder(a, b);
  }

  @Test
  void aFlippedBitIsFoundAndTheBlobQuarantined() throws Exception {
    Digest sound = keep("hello");
    Digest damaged = keep("world");
    Files.writeString(pathOf(damaged), "worle");

    BlobStore.Scrub scrub = store.scrub(SILENT, Long.MAX_VALUE);

    assertThat(scrub.damaged()).containsExactly(damaged);
    assertThat(store.find(damaged)).isEmpty();
    assertThat(store.find(sound)).isPresent();
    assertThat(directory.resolve("quarantine").resolve(damaged.hex())).hasContent("worle");
  }

  @Test
  void aBlobThatWasCutOffIsFound() throws Exception {
    Digest damaged = keep("world");
    Files.writeString(pathOf(damaged), "");

    assertThat(store.scrub(SILENT, Long.MAX_VALUE).damaged()).containsExactly(damaged);
  }

  @Test
  void aBlobThatIsHealedDuringTheScrubIsNotQuarantined() throws Exception {
    Digest digest = keep("world");
    Files.writeString(pathOf(digest), "worle");
    AtomicInteger opened = new AtomicInteger();
    WatchedDisk healing = new WatchedDisk();
    FileBlobStore other =
        FileBlobStore.open(
            directory,
            new ForwardingDisk(healing) {
              @Override
              public void rename(Path from, Path to) throws IOException {
                if (opened.getAndIncrement() == 0) {
                  keep("world"); // between the first look and the taking away
                }
                super.rename(from, to);
              }
            });

    BlobStore.Scrub scrub = other.scrub(SILENT, Long.MAX_VALUE);
    other.close();

    assertThat(scrub.damaged()).isEmpty();
    assertThat(pathOf(digest)).hasContent("world");
  }

  @Test
  void aBlobThatTheDiskWillNotGiveIsToldAndStays() throws Exception {
    Digest digest = keep("hello");
    disk.failing = "open";

    BlobStore.Scrub scrub = store.scrub(SILENT, Long.MAX_VALUE);

    assertThat(scrub.unreadable()).containsExactly(digest);
    assertThat(store.find(digest)).isPresent();
  }

  @Test
  void aScrubReadsNoFasterThanAllowed() throws Exception {
    keep("x".repeat(1000));
    long start = System.nanoTime();

    store.scrub(SILENT, 10_000);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(90));
  }

  @Test
  void aScrubWithoutSpeedIsRefused() {
    assertThatThrownBy(() -> store.scrub(SILENT, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anOldOrphanIsSwept() throws IOException {
    Digest orphan = keepLongAgo("orphan");
    Digest referenced = keepLongAgo("referenced");
    Digest young = keep("young");

    List<Digest> removed = store.sweep(referenced::equals, Duration.ofMinutes(30));

    assertThat(removed).containsExactly(orphan);
    assertThat(store.find(orphan)).isEmpty();
    assertThat(store.find(referenced)).isPresent();
    assertThat(store.find(young)).isPresent();
  }

  @Test
  void keepingMakesAnOldBlobYoung() throws IOException {
    Digest digest = keepLongAgo("again");
    keep("again");

    assertThat(store.sweep(orphan -> false, Duration.ofMinutes(30))).isEmpty();
    assertThat(store.find(digest)).isPresent();
  }

  @Test
  void aBlobThatIsKeptAnewDuringTheSweepStays() throws IOException {
    for (int round = 1; round <= 2; round++) {
      Digest digest = keepLongAgo("again");
      int keepAt = round;
      AtomicInteger asked = new AtomicInteger();

      store.sweep(
          orphan -> {
            if (asked.incrementAndGet() == keepAt) {
              keep("again");
            }
            return false;
          },
          Duration.ofMinutes(30));

      assertThat(pathOf(digest)).as("kept at question %d", keepAt).hasContent("again");
    }
  }

  @Test
  void anOrphanThatIsReferencedDuringTheSweepStays() throws IOException {
    Digest digest = keepLongAgo("again");
    AtomicInteger asked = new AtomicInteger();

    List<Digest> removed =
        store.sweep(orphan -> asked.incrementAndGet() == 2, Duration.ofMinutes(30));

    assertThat(removed).isEmpty();
    assertThat(pathOf(digest)).hasContent("again");
  }

  @Test
  void aSweepWhoseQuestionFailsLeavesTheBlob() throws IOException {
    Digest digest = keepLongAgo("again");
    AtomicInteger asked = new AtomicInteger();

    assertThatThrownBy(() ->
            store.sweep(
                orphan -> {
                  if (asked.incrementAndGet() == 2) {
                    throw new IllegalStateException("database is away");
                  }
                  return false;
                },
                Duration.ofMinutes(30)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(pathOf(digest)).hasContent("again");
  }
}

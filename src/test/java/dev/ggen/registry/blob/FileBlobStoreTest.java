package dev.ggen.registry.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.registry.model.Digest;
import dev.ggen.registry.port.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileBlobStoreTest {
  @TempDir private Path directory;
  private final WatchedDisk disk = new WatchedDisk();
  private FileBlobStore store;

  @BeforeEach
  void open() throws IOException {
    store = FileBlobStore.open(directory, disk);
    disk.calls.clear();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private StagedBlob stage(String text) throws IOException {
    return store.stage(new ByteArrayInputStream(text.getBytes(UTF_8)), 1000);
  }

  private Digest keep(String text) throws IOException {
    try (StagedBlob staged = stage(text)) {
      staged.keep();
      return staged.facts().sha256();
    }
  }

  private String read(Digest digest) throws IOException {
    try (InputStream content = store.find(digest).orElseThrow().open()) {
      return new String(content.readAllBytes(), UTF_8);
    }
  }

  private List<Path> filesOf(String part) throws IOException {
    try (Stream<Path> tree = Files.walk(directory.resolve(part))) {
      return tree.filter(Files::isRegularFile).filter(file -> !file.endsWith(".lock")).toList();
    }
  }

  @Test
  void aKeptBlobIsFoundWithItsBytes() throws IOException {
    Digest digest = keep("hello");

    assertThat(read(digest)).isEqualTo("hello");
    assertThat(store.find(digest).orElseThrow().sizeBytes()).isEqualTo(5);
    assertThat(filesOf("staging")).isEmpty();
  }

  @Test
  void aBlobLiesUnderTheFirstTwoDigitsOfItsDigest() throws IOException {
    Digest digest = keep("hello");

    assertThat(store.find(digest).orElseThrow().path())
        .isEqualTo(
            directory
                .resolve("sha256")
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex().substring(2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 200_000})
  void theFactsAreThoseOfTheBytes(int length) throws Exception {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31);
    }

    try (StagedBlob staged = store.stage(new ByteArrayInputStream(bytes), length)) {
      assertThat(staged.facts().sizeBytes()).isEqualTo(length);
      assertThat(staged.facts().sha256())
          .isEqualTo(
              Digest.of(
                  Digest.Algorithm.SHA256, MessageDigest.getInstance("SHA-256").digest(bytes)));
      assertThat(staged.facts().sha512())
          .isEqualTo(
              Digest.of(
                  Digest.Algorithm.SHA512, MessageDigest.getInstance("SHA-512").digest(bytes)));
      assertThat(staged.path()).hasBinaryContent(bytes);
    }
  }

  @Test
  void whatIsNotKeptLeavesNothing() throws IOException {
    Digest digest;
    try (StagedBlob staged = stage("hello")) {
      digest = staged.facts().sha256();
    }

    assertThat(store.find(digest)).isEmpty();
    assertThat(filesOf("staging")).isEmpty();
  }

  @Test
  void asManyBytesAsAllowedAreTaken() throws IOException {
    try (StagedBlob staged = store.stage(new ByteArrayInputStream(new byte[10]), 10)) {
      assertThat(staged.facts().sizeBytes()).isEqualTo(10);
    }
  }

  @Test
  void oneByteMoreThanAllowedIsRefusedAndLeavesNothing() throws IOException {
    assertThatThrownBy(() -> store.stage(new ByteArrayInputStream(new byte[11]), 10))
        .isInstanceOf(RegistryException.TooLarge.class)
        .hasMessageContaining("10 bytes");
    assertThat(filesOf("staging")).isEmpty();
  }

  @Test
  void aSourceThatFailsLeavesNothing() throws IOException {
    InputStream failing =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[100_000]),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("connection lost");
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("connection lost");
              }
            });

    assertThatIOException()
        .isThrownBy(() -> store.stage(failing, 1_000_000))
        .withMessage("connection lost");
    assertThat(filesOf("staging")).isEmpty();
  }

  @Test
  void aFullDiskLeavesNothing() throws IOException {
    disk.freeBytes = 70_000;

    assertThatIOException()
        .isThrownBy(() -> store.stage(new ByteArrayInputStream(new byte[100_000]), 1_000_000))
        .withMessage("No space left on device");
    assertThat(filesOf("staging")).isEmpty();
  }

  @Test
  void theFileIsForcedBeforeItGetsItsNameAndTheNameAfterwards() throws IOException {
    try (StagedBlob staged = stage("hello")) {
      String staging = staged.path().getFileName().toString();
      String hex = staged.facts().sha256().hex();
      disk.calls.clear();

      staged.keep();
      staged.keep();

      assertThat(disk.calls)
          .containsExactly(
              "forceFile " + staging,
              "rename " + hex.substring(2),
              "forceDirectory " + hex.substring(0, 2));
    }
  }

  @Test
  void theDirectoriesOfANewStoreAreForced(@TempDir Path other) throws IOException {
    FileBlobStore.open(other.resolve("data").resolve("new"), disk).close();

    assertThat(disk.calls)
        .containsExactly(
            "forceDirectory " + other.getFileName(),
            "forceDirectory data",
            "forceDirectory sha256",
            "forceDirectory new");
  }

  @Test
  void aFileThatCannotBeForcedIsNotKept() throws IOException {
    try (StagedBlob staged = stage("hello")) {
      disk.failing = "forceFile";

      assertThatIOException().isThrownBy(staged::keep);
      assertThat(store.find(staged.facts().sha256())).isEmpty();
    }
    assertThat(filesOf("staging")).isEmpty();
  }

  @Test
  void aNameThatCannotBeForcedFailsTheKeeping() throws IOException {
    try (StagedBlob staged = stage("hello")) {
      disk.failing = "forceDirectory";

      assertThatIOException().isThrownBy(staged::keep);
    }
  }

  @Test
  void keepingAgainHealsADamagedBlob() throws IOException {
    Digest digest = keep("hello");
    Files.writeString(store.find(digest).orElseThrow().path(), "hel");

    keep("hello");

    assertThat(read(digest)).isEqualTo("hello");
  }

  @Test
  void thePathOfAKeptBlobIsThatOfTheBlob() throws IOException {
    try (StagedBlob staged = stage("hello")) {
      staged.keep();

      assertThat(staged.path()).hasContent("hello");
    }
  }

  @Test
  void aDeletedBlobIsGone() throws IOException {
    Digest digest = keep("hello");

    assertThat(store.delete(digest)).isTrue();
    assertThat(store.delete(digest)).isFalse();
    assertThat(store.find(digest)).isEmpty();
  }

  @Test
  void usageCountsBlobsAndBytes() throws IOException {
    keep("a");
    keep("bcd");
    keep("bcd");

    assertThat(store.usage()).isEqualTo(new BlobStore.Usage(2, 4));
  }

  @Test
  void blobsAreFoundBySha256Only() throws IOException {
    try (StagedBlob staged = stage("hello")) {
      assertThatThrownBy(() -> store.find(staged.facts().sha512()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aHundredWritersOfOneBlobAllKeepIt() throws Exception {
    byte[] bytes = new byte[300_000];
    CyclicBarrier start = new CyclicBarrier(100);
    List<Future<Digest>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        writers.add(
            threads.submit(() -> {
              start.await(30, TimeUnit.SECONDS);
              try (StagedBlob staged = store.stage(new ByteArrayInputStream(bytes), bytes.length)) {
                staged.keep();
                assertThat(store.find(staged.facts().sha256()).orElseThrow().sizeBytes())
                    .isEqualTo(bytes.length);
                return staged.facts().sha256();
              }
            }));
      }
    }

    for (Future<Digest> writer : writers) {
      assertThat(store.find(writer.get()).orElseThrow().path()).hasBinaryContent(bytes);
    }
    assertThat(store.usage()).isEqualTo(new BlobStore.Usage(1, bytes.length));
    assertThat(filesOf("staging")).isEmpty();
  }
}

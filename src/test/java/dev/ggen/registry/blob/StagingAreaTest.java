package dev.ggen.registry.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.model.Digest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What processes leave behind, and what they must leave alone. */
class StagingAreaTest {
  @TempDir private Path directory;

  private List<Path> stagedFiles() throws IOException {
    try (Stream<Path> tree = Files.walk(directory.resolve("staging"))) {
      return tree.filter(Files::isRegularFile).filter(file -> !file.endsWith(".lock")).toList();
    }
  }

  @Test
  void whatADeadProcessLeftIsRemoved() throws IOException {
    Path left = directory.resolve("staging").resolve(UUID.randomUUID().toString());
    Files.createDirectories(left);
    Files.writeString(left.resolve("half"), "hal");

    FileBlobStore.open(directory).close();

    assertThat(left).doesNotExist();
  }

  @Test
  void aBlobThatADeadProcessHadTakenAwayComesBack() throws IOException {
    Digest digest;
    try (FileBlobStore store = FileBlobStore.open(directory);
        StagedBlob staged = store.stage(new ByteArrayInputStream("hello".getBytes(UTF_8)), 10)) {
      staged.keep();
      digest = staged.facts().sha256();
      Path left = directory.resolve("staging").resolve(UUID.randomUUID().toString());
      Files.createDirectories(left);
      Files.move(staged.path(), left.resolve("taken-" + digest.hex() + "_1"));
    }

    try (FileBlobStore store = FileBlobStore.open(directory)) {
      assertThat(store.find(digest).orElseThrow().path()).hasContent("hello");
    }
  }

  @Test
  void twoStoresOfOneProcessLeaveEachOtherAlone() throws IOException {
    try (FileBlobStore first = FileBlobStore.open(directory);
        StagedBlob staged = first.stage(new ByteArrayInputStream("hello".getBytes(UTF_8)), 10);
        FileBlobStore second = FileBlobStore.open(directory)) {
      staged.keep();

      assertThat(second.find(staged.facts().sha256())).isPresent();
    }
  }

  @Test
  @Timeout(60)
  void anotherProcessIsLeftAloneUntilItIsDead() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                StagingProcess.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertThat(output.readLine()).isEqualTo("staged");

      FileBlobStore.open(directory).close();
      assertThat(stagedFiles()).hasSize(1);

      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      FileBlobStore.open(directory).close();
      assertThat(stagedFiles()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }
}

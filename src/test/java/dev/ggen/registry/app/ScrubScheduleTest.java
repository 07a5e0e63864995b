package dev.ggen.registry.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ggen.registry.blob.Blob;
import dev.ggen.registry.blob.FileBlobStore;
import dev.ggen.registry.blob.StagedBlob;
import dev.ggen.registry.model.Digest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Damage is found without anybody asking for it. */
class ScrubScheduleTest {
  private static final DataSize RATE = DataSize.ofMegabytes(100);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @TempDir private Path directory;

  private static Digest keep(FileBlobStore blobs, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try (StagedBlob staged = blobs.stage(new ByteArrayInputStream(bytes), 1000)) {
      staged.keep();
      return staged.facts().sha256();
    }
  }

  private double count(String outcome) {
    return meters.get("registry.scrubbed.blobs").tag("outcome", outcome).counter().count();
  }

  @Test
  void anOverdueScrubFindsDamageAndNotesItsTime() throws IOException {
    Path last = directory.resolve("last-scrub");
    Files.writeString(last, "");
    Files.setLastModifiedTime(last, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    try (FileBlobStore blobs = FileBlobStore.open(directory.resolve("blobs"))) {
      keep(blobs, "sound");
      Digest broken = keep(blobs, "broken");
      Blob blob = blobs.find(broken).orElseThrow();
      Files.writeString(blob.path(), "Broken");
      try (ScrubSchedule schedule =
          new ScrubSchedule(blobs, last, new ScrubSettings(Duration.ofDays(7), RATE), meters)) {
        schedule.start();
        await().until(() -> Files.size(last) > 0);
      }
      assertThat(count("damaged")).isEqualTo(1);
      assertThat(count("sound")).isEqualTo(1);
      assertThat(blobs.find(broken)).isEmpty();
      assertThat(Files.getLastModifiedTime(last).toInstant())
          .isAfter(Instant.now().minus(Duration.ofDays(1)));
    }
  }

  @Test
  void zeroMeansNever() throws IOException {
    Path last = directory.resolve("last-scrub");
    try (FileBlobStore blobs = FileBlobStore.open(directory.resolve("blobs"));
        ScrubSchedule schedule =
            new ScrubSchedule(blobs, last, new ScrubSettings(Duration.ZERO, RATE), meters)) {
      schedule.start();
      assertThat(last).doesNotExist();
      assertThat(count("sound")).isZero();
    }
  }
}

package dev.ggen.libp2p.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small parts of downloads. */
class DownloadPartsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Bytes CONTENT = Bytes.of(1, 2, 3);

  @TempDir Path folder;

  private static DownloadRequest request(int n) {
    return DownloadRequest.of(
        Cid.v1(Cid.RAW, Multihash.sha256(Bytes.of(n))),
        CONTENT.size(),
        Multihash.sha256(CONTENT).digest());
  }

  @Test
  void theWholeIsCheckedBySizeAndBothDigests() {
    Bytes sha512 = Multihash.sha512(CONTENT).digest();
    DownloadRequest good = request(1).withSha512(sha512);
    assertThat(hash(good, CONTENT).fault()).isEmpty();
    assertThat(hash(good, Bytes.of(1, 2)).fault()).contains("it has 2 bytes, not 3");
    assertThat(hash(good, Bytes.of(1, 2, 4)).fault().orElseThrow()).contains("SHA-256");
    Bytes other = Multihash.sha512(Bytes.of(9)).digest();
    assertThat(hash(request(1).withSha512(other), CONTENT).fault().orElseThrow())
        .contains("SHA-512")
        .contains(sha512.hex())
        .contains(other.hex());
  }

  private static WholeHash hash(DownloadRequest request, Bytes content) {
    WholeHash hash = new WholeHash(request);
    hash.update(content.buffer());
    return hash;
  }

  @Test
  void requestsThatCanNotBeRightAreRefused() {
    Cid root = request(1).root();
    Bytes sha256 = request(1).sha256();
    assertThatThrownBy(() -> DownloadRequest.of(root, -1, sha256))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DownloadRequest.of(root, 1, Bytes.of(1)))
        .hasMessageContaining("SHA-256 has 32 bytes, not 1");
    assertThatThrownBy(() -> request(1).withSha512(sha256))
        .hasMessageContaining("SHA-512 has 64 bytes, not 32");
    Cid identity = Cid.v1(Cid.RAW, Multihash.identity(Bytes.of(1)));
    assertThatThrownBy(() -> DownloadRequest.of(identity, 1, sha256))
        .hasMessageContaining("only sha2-256");
  }

  @Test
  void theRateIsThatOfTheLastSeconds() {
    long second = 1_000_000_000L;
    RateMeter meter = new RateMeter(0);
    assertThat(meter.bytesPerSecond(0)).isZero();
    meter.add(1_000, second / 4);
    assertThat(meter.bytesPerSecond(second)).isEqualTo(1_000);
    for (int i = 4; i < 40; i++) {
      meter.add(250, i * second / 4);
    }
    assertThat(meter.bytesPerSecond(10 * second)).isBetween(900L, 1_100L);
    assertThat(meter.bytesPerSecond(16 * second)).isZero();
    meter.add(500, 100 * second);
    assertThat(meter.bytesPerSecond(100 * second)).isBetween(100L, 112L);
  }

  @Test
  void aFolderBelongsToOneNodeAtATime() throws IOException {
    DownloadFolders first = DownloadFolders.open(folder);
    assertThatThrownBy(() -> DownloadFolders.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use");
    first.close();
    DownloadFolders.open(folder).close();
  }

  @Test
  void equalRequestsHaveTheSameFolderAndOthersAnother() throws IOException {
    try (DownloadFolders folders = DownloadFolders.open(folder)) {
      DownloadRequest one = request(1);
      Path path = folders.of(one);
      assertThat(folders.of(one.withHints(List.of(Provider.of(peer()))))).isEqualTo(path);
      assertThat(folders.of(request(2))).isNotEqualTo(path);
      assertThat(folders.of(DownloadRequest.of(one.root(), 4, one.sha256()))).isNotEqualTo(path);
      assertThat(
              folders.of(DownloadRequest.of(one.root(), 3, Multihash.sha256(Bytes.of(9)).digest())))
          .isNotEqualTo(path);
      assertThat(folders.of(one.withSha512(Multihash.sha512(CONTENT).digest()))).isNotEqualTo(path);
    }
  }

  private static PeerId peer() {
    return PeerId.ofKey(CONTENT);
  }

  @Test
  void leftoversGoByAgeAndTheOldestBySize() throws IOException {
    try (DownloadFolders folders = DownloadFolders.open(folder)) {
      Path ancient = leftover(folders, 1, 10, Duration.ofDays(8));
      Path old = leftover(folders, 2, 10, Duration.ofDays(3));
      Path running = leftover(folders, 3, 10, Duration.ofDays(9));
      Path young = leftover(folders, 4, 10, Duration.ofDays(1));

      folders.clean(Duration.ofDays(7), 20, NOW, running::equals);
      assertThat(ancient).doesNotExist();
      assertThat(List.of(old, running, young)).allSatisfy(path -> assertThat(path).exists());

      folders.clean(Duration.ofDays(7), 19, NOW, running::equals);
      assertThat(old).doesNotExist();
      assertThat(List.of(running, young)).allSatisfy(path -> assertThat(path).exists());
    }
  }

  private static Path leftover(DownloadFolders folders, int n, int bytes, Duration age)
      throws IOException {
    Path path = Files.createDirectories(folders.of(request(n)));
    Files.write(path.resolve(DownloadFolders.ARCHIVE), new byte[bytes]);
    Path journal = Files.createFile(path.resolve(DownloadFolders.JOURNAL));
    Files.setLastModifiedTime(journal, FileTime.from(NOW.minus(age)));
    return path;
  }

  @Test
  void theFileTakesBlocksInAnyOrder() throws IOException {
    try (ArchiveFile file = ArchiveFile.open(folder.resolve("a"), Disk.real())) {
      file.write(Bytes.of(4, 5).buffer(), 3);
      file.write(CONTENT.buffer(), 0);
      ByteBuffer read = file.read(ByteBuffer.allocate(5), 0);
      assertThat(read.array()).containsExactly(1, 2, 3, 4, 5);
      assertThatThrownBy(() -> file.read(ByteBuffer.allocate(3), 3))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("ends before byte 6");
    }
  }
}

package dev.ggen.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ggen.libp2p.content.ContentNode;
import dev.ggen.libp2p.content.Download;
import dev.ggen.libp2p.content.DownloadException;
import dev.ggen.libp2p.content.DownloadProgress.State;
import dev.ggen.libp2p.content.DownloadRequest;
import dev.ggen.libp2p.content.Provider;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.unixfs.ArchiveDag;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Archives between us and Helia, both ways over TCP. */
class HeliaInteropIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int BLOCK = 64 * 1024;

  private static JsPeer helia;

  @TempDir Path folder;

  private ContentNode node;

  @BeforeAll
  static void needsNode() throws Exception {
    Optional<String> missing = NodeModules.missing();
    assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElseThrow());
    helia = JsPeer.startHelia();
  }

  @AfterAll
  static void endHelia() {
    if (helia != null) {
      helia.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    node = ContentNode.start(folder.resolve("node"));
  }

  @AfterEach
  void end() {
    node.close();
  }

  private Path archive(int size, int seed) throws Exception {
    Path file = folder.resolve("archive-" + size);
    Pattern pattern = new Pattern(seed);
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int left = size; left > 0; left -= BLOCK) {
        int part = Math.min(left, BLOCK);
        pattern.fill(block, part);
        out.write(block, 0, part);
      }
    }
    return file;
  }

  private String ourAddress() {
    Provider us = node.provider();
    return us.addresses().getFirst().withPeerId(us.peer()).toString();
  }

  private static Provider helia() {
    return new Provider(helia.id(), List.of(helia.address().withoutPeerId()));
  }

  private static DownloadRequest request(JsonNode added, long size) {
    return DownloadRequest.of(
        Cid.parse(added.get("cid").asString()),
        size,
        Bytes.fromHex(added.get("sha256").asString()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20_000, 1 << 20, (1 << 20) + 1, 30_000_000})
  void heliaFetchesOurArchiveByItsCid(int size) throws Exception {
    ArchiveDag dag = node.publish(archive(size, 3));
    helia.get("dial", "address", ourAddress());

    JsonNode fetched = helia.get("fetch", "cid", dag.root().toString());

    assertThat(fetched.get("count").asInt()).isEqualTo(size);
    assertThat(fetched.get("sha256").asString()).isEqualTo(Pattern.sha256(size, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20_000, 1 << 20, (1 << 20) + 1, 30_000_000})
  void weFetchAnArchiveThatOnlyHeliaHasAndItHasTheCidThatWeWouldGiveIt(int size) throws Exception {
    JsonNode added = helia.get("add", "size", size, "seed", 5);
    try (InputStream same = Files.newInputStream(archive(size, 5))) {
      assertThat(added.get("cid").asString()).isEqualTo(ArchiveDag.of(same).root().toString());
    }

    DownloadRequest request = request(added, size);
    try (Download download = node.download(request, helia())) {
      assertThat(download.await(LONG).state()).isEqualTo(State.FINISHED);
    }
  }

  @Test
  void anArchiveInSmallerBlocksUnderSeveralLayersArrivesToo() throws Exception {
    int size = 20_000_000;
    JsonNode added = helia.get("add", "size", size, "seed", 6, "chunk", 262_144, "children", 5);

    try (Download download = node.download(request(added, size), helia())) {
      assertThat(download.await(LONG).state()).isEqualTo(State.FINISHED);
    }
  }

  @Test
  void whatHeliaHasFetchedOfUsItGivesToOthersOfUs() throws Exception {
    int size = 5_000_000;
    ArchiveDag dag = node.publish(archive(size, 7));
    try (ContentNode third = ContentNode.start(folder.resolve("third"))) {
      helia.get("dial", "address", ourAddress());
      helia.get("fetch", "cid", dag.root().toString());
      node.close();

      DownloadRequest request =
          DownloadRequest.of(dag.root(), size, Bytes.fromHex(Pattern.sha256(size, 7)));
      try (Download download = third.download(request, helia())) {
        assertThat(download.await(LONG).state()).isEqualTo(State.FINISHED);
      }
    }
  }

  @Test
  void anArchiveOfHeliaWithAnotherDigestIsRefused() throws Exception {
    JsonNode added = helia.get("add", "size", 3_000_000, "seed", 8);
    DownloadRequest wrong =
        DownloadRequest.of(
            Cid.parse(added.get("cid").asString()),
            3_000_000,
            Bytes.fromHex(Pattern.sha256(3_000_000, 9)));

    try (Download download = node.download(wrong, helia())) {
      assertThatThrownBy(() -> download.await(LONG))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining("SHA-256");
    }
  }
}

package dev.ggen.libp2p.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.unixfs.ArchiveDag;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads whose process is killed in the middle. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DownloadCrashIT {
  private static final int LEAVES = 100;
  private static final int SIZE = LEAVES * ArchiveDag.LEAF_BYTES;
  private static final int BEFORE = 30;

  @TempDir Path folder;

  private final byte[] content = new byte[SIZE];
  private ContentNode publisher;
  private ArchiveDag dag;

  @BeforeEach
  void publish() throws IOException {
    new Random(5).nextBytes(content);
    publisher = ContentNode.start(folder.resolve("publisher"));
    dag = publisher.publish(Files.write(folder.resolve("archive"), content));
  }

  @AfterEach
  void end() {
    publisher.limit(new Semaphore(Integer.MAX_VALUE));
    publisher.close();
  }

  private Process download() throws IOException {
    Provider provider = publisher.provider();
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            DownloadProcess.class.getName(),
            folder.resolve("downloader").toString(),
            dag.root().toString(),
            String.valueOf(SIZE),
            Multihash.sha256(Bytes.copyOf(content)).digest().hex(),
            provider.addresses().getFirst().withPeerId(provider.peer()).toString());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String awaitLine(BufferedReader lines, String start) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith(start)) {
      line = lines.readLine();
    }
    return String.valueOf(line);
  }

  @Test
  void afterAKillInTheMiddleItFinishesWithoutFetchingAFinishedBlockAgain() throws Exception {
    Semaphore permits = new Semaphore(BEFORE);
    publisher.limit(permits);
    Process first = download();
    try (BufferedReader lines = first.inputReader()) {
      String done = "done " + (long) BEFORE * ArchiveDag.LEAF_BYTES;
      assertThat(awaitLine(lines, done)).isEqualTo(done);
    } finally {
      first.destroyForcibly().waitFor();
    }
    List<Cid> before = List.copyOf(publisher.given());
    assertThat(before).hasSize(BEFORE);
    permits.release(10 * LEAVES);

    Process second = download();
    try (BufferedReader lines = second.inputReader()) {
      assertThat(awaitLine(lines, "finished"))
          .isEqualTo("finished, resumed " + (long) BEFORE * ArchiveDag.LEAF_BYTES);
      assertThat(second.waitFor()).isZero();
    } finally {
      second.destroyForcibly().waitFor();
    }

    Path kept = folder.resolve("downloader").resolve(dag.root().toString());
    assertThat(Files.mismatch(kept, folder.resolve("archive"))).isEqualTo(-1);
    List<Cid> after = publisher.given().subList(BEFORE, publisher.given().size());
    assertThat(after).doesNotContainAnyElementsOf(before);
  }

  @Test
  void killsAtAnyMomentNeverSpoilTheArchive() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Semaphore permits = new Semaphore(0);
    publisher.limit(permits);
    for (int i = 0; i < 4; i++) {
      permits.release(1 + random.nextInt(20));
      Process process = download();
      try (BufferedReader lines = process.inputReader()) {
        awaitLine(lines, "done");
        Thread.sleep(random.nextInt(300)); // the moment of the kill, not a wait for something
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
    permits.release(100 * LEAVES);
    Process last = download();
    try (BufferedReader lines = last.inputReader()) {
      assertThat(awaitLine(lines, "finished")).startsWith("finished");
    } finally {
      last.destroyForcibly().waitFor();
    }

    Path kept = folder.resolve("downloader").resolve(dag.root().toString());
    assertThat(Files.mismatch(kept, folder.resolve("archive"))).isEqualTo(-1);
  }
}

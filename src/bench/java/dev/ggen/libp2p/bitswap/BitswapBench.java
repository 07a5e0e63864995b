package dev.ggen.libp2p.bitswap;

import com.sun.management.OperatingSystemMXBean;
import dev.ggen.libp2p.content.ContentNode;
import dev.ggen.libp2p.content.Download;
import dev.ggen.libp2p.content.DownloadProgress.State;
import dev.ggen.libp2p.content.DownloadRequest;
import dev.ggen.libp2p.content.Provider;
import dev.ggen.libp2p.interop.HeliaPair;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.unixfs.ArchiveDag;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Figures of downloads over TCP on loopback, whole and verified, all nodes in this process.
 * Arguments: the parts to run of {@code one eight small large helia}; none for all but large, which
 * is meant to run alone in a small heap ({@code -Xmx64m}).
 */
final class BitswapBench {
  private static final long MIB = 1 << 20;
  private static final int ROUNDS = Integer.getInteger("rounds", 5);
  private static final int SMALL_ROUNDS = 500;
  private static final int SMALL_BYTES = 20_000;
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final Random RANDOM = new Random(42);

  private BitswapBench() {}

  public static void main(String[] args) throws Exception {
    List<String> parts =
        args.length > 0 ? List.of(args) : List.of("one", "eight", "small", "helia");
    for (String part : parts) {
      Path folder = Files.createTempDirectory("bitswap-bench");
      try {
        switch (part) {
          case "one" -> many(folder, 1, 100 * MIB);
          case "eight" -> many(folder, 8, 100 * MIB);
          case "small" -> small(folder);
          case "large" -> large(folder);
          case "helia" -> HeliaPair.print(100 * (int) MIB, ROUNDS);
          default -> throw new IllegalArgumentException("no part '" + part + "'");
        }
      } finally {
        remove(folder);
      }
    }
    System.exit(0);
  }

  private record Sample(Path file, DownloadRequest request) {}

  private static Sample sample(ContentNode publisher, Path file, long size) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] block = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = size; left > 0; left -= block.length) {
        RANDOM.nextBytes(block);
        int part = (int) Math.min(left, block.length);
        sha256.update(block, 0, part);
        out.write(block, 0, part);
      }
    }
    ArchiveDag dag = publisher.publish(file);
    return new Sample(file, DownloadRequest.of(dag.root(), size, Bytes.copyOf(sha256.digest())));
  }

  private static void many(Path folder, int nodes, long size) throws Exception {
    List<Double> seconds = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      Path here = Files.createDirectories(folder.resolve("round" + round));
      try (ContentNode publisher = ContentNode.start(here.resolve("publisher"))) {
        Sample sample = sample(publisher, here.resolve("archive"), size);
        List<ContentNode> others = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
          others.add(ContentNode.start(here.resolve("node" + i)));
        }
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        fetch(publisher, others, sample.request());
        double took = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "1 to %d, %d MiB each: %.3f s (%.3f s of CPU), %.0f MB/s in all; the publisher sent"
                + " %.2f copies%s%n",
            nodes,
            size / MIB,
            took,
            cpuSeconds,
            nodes * size / took / 1e6,
            (double) publisher.sentBytes() / size,
            round == 0 ? " (warm-up)" : "");
        if (round > 0) {
          seconds.add(took);
        }
        others.forEach(ContentNode::close);
      }
      remove(here);
    }
    seconds.sort(null);
    double median = seconds.get(ROUNDS / 2);
    System.out.printf(
        Locale.ROOT,
        "1 to %d: median %.3f s, %.0f MB/s in all%n",
        nodes,
        median,
        nodes * size / median / 1e6);
  }

  private static void fetch(
      ContentNode publisher, List<ContentNode> others, DownloadRequest request) throws Exception {
    List<Download> downloads = new ArrayList<>();
    for (ContentNode node : others) {
      List<Provider> hints = new ArrayList<>(List.of(publisher.provider()));
      others.stream().filter(o -> o != node).map(ContentNode::provider).forEach(hints::add);
      downloads.add(node.download(request, hints.toArray(Provider[]::new)));
    }
    for (Download download : downloads) {
      require(download);
    }
  }

  private static void require(Download download) throws IOException, InterruptedException {
    if (download.await(LONG).state() != State.FINISHED) {
      throw new IllegalStateException("not finished: " + download.progress());
    }
  }

  /** From the request to the last of 20 KB, from a provider that is connected. */
  private static void small(Path folder) throws Exception {
    try (ContentNode publisher = ContentNode.start(folder.resolve("publisher"));
        ContentNode node = ContentNode.start(folder.resolve("node"))) {
      List<Long> nanos = new ArrayList<>();
      for (int i = 0; i < 2 * SMALL_ROUNDS; i++) {
        Sample sample = sample(publisher, folder.resolve("archive" + i), SMALL_BYTES);
        long start = System.nanoTime();
        try (Download download = node.download(sample.request(), publisher.provider())) {
          require(download);
        }
        if (i >= SMALL_ROUNDS) {
          nanos.add(System.nanoTime() - start);
        }
      }
      nanos.sort(null);
      System.out.printf(
          Locale.ROOT,
          "20 KB, whole, from a connected provider: p50 %.2f ms, p99 %.2f ms%n",
          nanos.get(SMALL_ROUNDS / 2) / 1e6,
          nanos.get(SMALL_ROUNDS * 99 / 100) / 1e6);
    }
  }

  /** 1 GiB, both nodes in one small heap. */
  private static void large(Path folder) throws Exception {
    try (ContentNode publisher = ContentNode.start(folder.resolve("publisher"));
        ContentNode node = ContentNode.start(folder.resolve("node"))) {
      Sample sample = sample(publisher, folder.resolve("archive"), 1024 * MIB);
      long start = System.nanoTime();
      fetch(publisher, List.of(node), sample.request());
      double took = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "1 GiB in a heap of %d MB for both ends: %.2f s, %.0f MB/s%n",
          Runtime.getRuntime().maxMemory() / 1_000_000,
          took,
          1024 * MIB / took / 1e6);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}

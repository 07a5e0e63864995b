package dev.ggen.libp2p.bench;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.host.ConnectionLimits;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.host.ResourceLimits;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.perf.Perf;
import dev.ggen.libp2p.ping.Ping;
import dev.ggen.libp2p.ping.PingStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Figures of the libp2p host over loopback, between two processes, beside the raw limit and beside
 * js-libp2p, in one run. Arguments: none, or {@code quick} to leave out the 2,000 connections.
 */
public final class HostBench {
  private static final String SINK = "/bench/sink/1.0.0";
  private static final String SHORT = "/bench/short/1.0.0";
  private static final long BYTES = 1L << 30;
  private static final int ROUNDS = 7;
  private static final int STREAMS = 100;
  private static final int MANY_CONNECTIONS = 2_000;

  private HostBench() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("server")) {
      serve();
      return;
    }
    Process server =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                HostBench.class.getName(),
                "server")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = server.inputReader()) {
      int rawPort = Integer.parseInt(lines.readLine());
      Multiaddr address = Multiaddr.parse(lines.readLine());
      onVirtualThread(() -> measure(rawPort, address));
    } finally {
      server.destroy();
    }
    js();
    if (args.length == 0) {
      onVirtualThread(HostBench::manyConnections);
    }
    System.exit(0);
  }

  private static void onVirtualThread(Callable<Void> task) throws Exception {
    try (ExecutorService one = Executors.newVirtualThreadPerTaskExecutor()) {
      one.submit(task).get();
    }
  }

  private static HostSettings settings(String... addresses) {
    ResourceLimits limits =
        ResourceLimits.defaults().withConnections(20_000).withConnectionsPerPeer(20_000);
    return HostSettings.of(
            PrivateKey.generate(),
            Arrays.stream(addresses).map(Multiaddr::parse).toArray(Multiaddr[]::new))
        .withLimits(limits)
        .withConnectionLimits(new ConnectionLimits(20_000, 20_000, Duration.ofSeconds(20)));
  }

  private static Host server() throws IOException {
    Host host = Host.start(settings("/ip4/127.0.0.1/tcp/0"));
    Ping.on(host);
    Perf.serve(host);
    host.handle(SINK, HostBench::drain);
    host.handle(
        SHORT,
        stream -> {
          byte[] bytes = new byte[32];
          stream.readFully(bytes, 0, bytes.length);
          stream.write(bytes);
          stream.closeWrite();
        });
    return host;
  }

  private static void drain(Stream stream) throws IOException {
    byte[] block = new byte[64 * 1024];
    while (stream.read(block, 0, block.length) >= 0) {
      // Only the speed counts.
    }
  }

  private static void serve() throws IOException {
    try (Host host = server()) {
      System.out.println(RawLimit.serve());
      System.out.println(host.listenAddresses().getFirst().withPeerId(host.id()));
      while (System.in.read() >= 0) {
        // Until the parent ends.
      }
    }
  }

  private static Void measure(int rawPort, Multiaddr address) throws Exception {
    try (Host host = Host.start(settings())) {
      PeerId peer = host.connect(address).peer();
      host.peerStore().protocols(peer, Set.of(SINK, SHORT, Perf.PROTOCOL, Ping.PROTOCOL));
      throughput(host, peer, rawPort);
      parallel(host, peer);
      pings(host, peer);
      shortStreams(host, peer);
      dials(address);
    }
    return null;
  }

  private static void throughput(Host host, PeerId peer, int rawPort) throws Exception {
    double[] raw = new double[ROUNDS];
    double[] up = new double[ROUNDS];
    double[] down = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      raw[i] = megabytesPerSecond(RawLimit.send(rawPort, BYTES));
      up[i] = megabytesPerSecond(Perf.from(host).measure(peer, BYTES, 0).upload().toNanos());
      down[i] = megabytesPerSecond(Perf.from(host).measure(peer, 0, BYTES).download().toNanos());
    }
    // The first two rounds are the compiler's.
    print("raw limit, MB/s", raw);
    print("one stream up, MB/s", up);
    print("one stream down, MB/s", down);
    System.out.printf(
        "up / raw: %.2f, down / raw: %.2f%n",
        median(warm(up)) / median(warm(raw)), median(warm(down)) / median(warm(raw)));
  }

  private static double megabytesPerSecond(long nanos) {
    return BYTES * 1e3 / nanos;
  }

  private static double[] warm(double[] values) {
    return Arrays.copyOfRange(values, 2, values.length);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(String what, double[] values) {
    double[] sorted = warm(values);
    Arrays.sort(sorted);
    System.out.printf(
        "%s: median %.0f (%.0f to %.0f)%n",
        what, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
  }

  private static void parallel(Host host, PeerId peer) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(6);
      List<Future<Long>> counts = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < STREAMS; i++) {
        counts.add(threads.submit(() -> sendUntil(host, peer, end)));
      }
      long least = Long.MAX_VALUE;
      long most = 0;
      long sum = 0;
      for (Future<Long> count : counts) {
        least = Math.min(least, count.get());
        most = Math.max(most, count.get());
        sum += count.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "%d streams on one connection: %.0f MB/s together; the most busy sent %.2f times what the"
              + " least did%n",
          STREAMS, sum / 1e6 / seconds, most / (double) least);
    }
  }

  private static long sendUntil(Host host, PeerId peer, long endNanos) throws IOException {
    byte[] block = new byte[64 * 1024];
    long sent = 0;
    try (Stream stream = host.newStream(peer, SINK)) {
      while (System.nanoTime() < endNanos) {
        stream.write(block);
        sent += block.length;
      }
    }
    return sent;
  }

  private static void pings(Host host, PeerId peer) throws IOException {
    try (PingStream stream = Ping.on(host).open(peer, Duration.ofSeconds(10))) {
      long[] nanos = new long[60_000];
      for (int i = 0; i < nanos.length; i++) {
        nanos[i] = stream.ping().toNanos();
      }
      printMillis("ping on an open stream", Arrays.copyOfRange(nanos, 30_000, nanos.length));
    }
  }

  private static void printMillis(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "%s, ms: p50 %.3f, p99 %.3f%n",
        what, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
  }

  private static void shortStreams(Host host, PeerId peer) throws Exception {
    AtomicLong count = new AtomicLong();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long from = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
      long end = from + TimeUnit.SECONDS.toNanos(4);
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        all.add(
            threads.submit(() -> {
              byte[] bytes = new byte[32];
              while (System.nanoTime() < end) {
                try (Stream stream = host.newStream(peer, SHORT)) {
                  stream.write(bytes);
                  stream.readFully(bytes, 0, bytes.length);
                }
                if (System.nanoTime() > from) {
                  count.incrementAndGet();
                }
              }
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    System.out.printf("short streams on one connection: %d/s%n", count.get() / 4);
  }

  private static void dials(Multiaddr address) throws IOException {
    long[] nanos = new long[2_000];
    try (Host host = Host.start(settings())) {
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        // Without the peer's id, each call makes a connection of its own.
        Connection connection = host.connect(address.withoutPeerId());
        nanos[i] = System.nanoTime() - start;
        connection.close();
      }
    }
    printMillis("connection set-up", Arrays.copyOfRange(nanos, 1_500, nanos.length));
  }

  private static void js() throws IOException, InterruptedException {
    Process bench =
        new ProcessBuilder("node", "bench.mjs")
            .directory(Path.of("src/test/interop").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    System.out.println(
        "js-libp2p to js-libp2p: "
            + new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    bench.waitFor();
  }

  /** Both ends of all connections are in this process. */
  private static Void manyConnections() throws Exception {
    try (Host server = server();
        Host client = Host.start(settings())) {
      Multiaddr address = server.listenAddresses().getFirst();
      client.connect(address);
      long heapBefore = usedHeap();
      long residentBefore = resident();
      for (int i = 0; i < MANY_CONNECTIONS; i++) {
        client.connect(address);
      }
      long heap = usedHeap() - heapBefore;
      System.out.printf(
          "%d idle connections: %.1f KiB of heap each end; resident %+.1f KiB each end%n",
          MANY_CONNECTIONS,
          heap / 1024.0 / 2 / MANY_CONNECTIONS,
          (resident() - residentBefore) / 1024.0 / 2 / MANY_CONNECTIONS);
      TimeUnit.SECONDS.sleep(60);
      Ping ping = Ping.on(client);
      System.out.printf(
          "after a minute %d of %d are open; ping %d us%n",
          client.connections().size(),
          MANY_CONNECTIONS + 1,
          ping.ping(server.id(), Duration.ofSeconds(10)).toNanos() / 1_000);
    }
    return null;
  }

  private static long usedHeap() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 4; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        * 1024;
  }
}

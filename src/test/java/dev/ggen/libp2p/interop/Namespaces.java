package dev.ggen.libp2p.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Network namespaces of Linux, each a machine of its own as far as the network goes, on one bridge
 * which is in a namespace as well: nothing of it touches the network of this machine. The n-th has
 * the address 10.77.0.n.
 */
final class Namespaces {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String prefix =
      "ggen" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet() + "n";
  private final List<String> names = new ArrayList<>();

  private Namespaces() {}

  /** Why there can't be any here; empty if there can. */
  static Optional<String> missing() throws InterruptedException {
    String name = "ggen" + ProcessHandle.current().pid() + "try";
    try {
      run("ip", "netns", "add", name);
      run("ip", "netns", "delete", name);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("network namespaces are not permitted here: " + e.getMessage());
    }
  }

  static Namespaces create(int count) throws IOException, InterruptedException {
    Namespaces created = new Namespaces();
    try {
      created.add(0);
      run(created.in(0, "ip", "link", "add", "bridge", "type", "bridge"));
      run(created.in(0, "ip", "link", "set", "bridge", "up"));
      for (int n = 1; n <= count; n++) {
        created.add(n);
        created.plugIn(n);
      }
      return created;
    } catch (IOException | InterruptedException e) {
      created.close();
      throw e;
    }
  }

  private void add(int n) throws IOException, InterruptedException {
    run("ip", "netns", "add", prefix + n);
    names.add(prefix + n);
    run(in(n, "ip", "link", "set", "lo", "up"));
  }

  private void plugIn(int n) throws IOException, InterruptedException {
    run(in(0, "ip", "link", "add", "port" + n, "type", "veth", "peer", "eth" + n));
    run(in(0, "ip", "link", "set", "eth" + n, "netns", prefix + n));
    run(in(0, "ip", "link", "set", "port" + n, "master", "bridge", "up"));
    run(in(n, "ip", "address", "add", ip(n) + "/24", "dev", "eth" + n));
    run(in(n, "ip", "link", "set", "eth" + n, "up"));
    // As a machine with a default route has it; js-libp2p leaves the choice of interface to that.
    run(in(n, "ip", "route", "add", "224.0.0.0/4", "dev", "eth" + n));
  }

  static String ip(int n) {
    return "10.77.0." + n;
  }

  /** A command that runs in one of them. */
  String[] in(int n, String... command) {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", prefix + n));
    whole.addAll(List.of(command));
    return whole.toArray(String[]::new);
  }

  /** Pulls the cable at the bridge's end; the node itself sees no change of its interface. */
  void cut(int n) throws IOException, InterruptedException {
    run(in(0, "ip", "link", "set", "port" + n, "nomaster"));
  }

  void heal(int n) throws IOException, InterruptedException {
    run(in(0, "ip", "link", "set", "port" + n, "master", "bridge"));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + " does not end");
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output.strip());
    }
  }

  void close() throws IOException, InterruptedException {
    for (String name : names) {
      run("ip", "netns", "delete", name);
    }
  }
}

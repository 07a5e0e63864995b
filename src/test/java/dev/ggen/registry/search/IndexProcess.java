package dev.ggen.registry.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Another process that has an index open and enters packages, ten with each change ({@code p1-0} to
 * {@code p1-9}, {@code p2-0}…), until it is killed.
 */
final class IndexProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  IndexProcess(Path directory) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                IndexProcess.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Waits until it has applied this change. */
  void awaitChange(long sequence) throws IOException {
    String line = output.readLine();
    while (line != null && Long.parseLong(line) < sequence) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("The process ended before change " + sequence + ".");
    }
  }

  /** Kills it as {@code kill -9} does. */
  @Override
  public void close() {
    try {
      if (!process.destroyForcibly().waitFor(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The process can't be killed.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs in the other process; the argument is the directory. */
  public static void main(String[] arguments) {
    PackageIndex index = PackageIndex.open(Path.of(arguments[0]));
    for (long sequence = index.sequence() + 1; ; sequence++) {
      index.apply(sequence, change(sequence), List.of());
      System.out.println(sequence);
    }
  }

  /** The packages of a change. */
  static List<IndexedPackage> change(long sequence) {
    return IntStream.range(0, 10)
        .mapToObj(n -> Packages.named("p%d-%d".formatted(sequence, n)))
        .toList();
  }
}

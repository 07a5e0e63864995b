package dev.ggen.libp2p.interop;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The packages that the js peers need, installed once from the lock file. */
final class NodeModules {
  static final Path FOLDER = Path.of("src", "test", "interop").toAbsolutePath();

  private static final int OLDEST_NODE = 20;
  private static final long INSTALL_MINUTES = 5;

  private static Optional<String> missing = Optional.empty();
  private static boolean checked;

  private NodeModules() {}

  /** Why the tests can't run here; empty if they can, and then everything is installed. */
  static synchronized Optional<String> missing() throws IOException, InterruptedException {
    if (!checked) {
      missing = check();
      checked = true;
    }
    return missing;
  }

  private static Optional<String> check() throws IOException, InterruptedException {
    Optional<String> version = output("node", "--version");
    if (version.isEmpty()) {
      return Optional.of("Node.js is not installed (node is not on the PATH)");
    }
    int major = Integer.parseInt(version.get().strip().substring(1).split("\\.", 2)[0]);
    if (major < OLDEST_NODE) {
      return Optional.of("Node.js is " + version.get().strip() + ", but must be at least v20");
    }
    if (output("npm", "--version").isEmpty()) {
      return Optional.of("npm is not installed (npm is not on the PATH)");
    }
    install();
    return Optional.empty();
  }

  private static Optional<String> output(String... command)
      throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).start();
    } catch (IOException e) {
      return Optional.empty();
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0
        ? Optional.of(output)
        : Optional.empty();
  }

  private static void install() throws IOException, InterruptedException {
    Path lock = FOLDER.resolve("package-lock.json");
    Path done = FOLDER.resolve("node_modules/.package-lock.json");
    Path guard = Files.createDirectories(Path.of("target")).resolve("npm.lock");
    try (FileChannel channel =
            FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = channel.lock()) {
      boolean fresh =
          held.isValid()
              && Files.exists(done)
              && Files.getLastModifiedTime(done).compareTo(Files.getLastModifiedTime(lock)) >= 0;
      if (fresh) {
        return;
      }
      Path log = Path.of("target", "npm-ci.log");
      Process process =
          new ProcessBuilder(List.of("npm", "ci", "--no-audit", "--no-fund"))
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("npm ci did not end within " + INSTALL_MINUTES + " minutes");
      }
      if (process.exitValue() != 0) {
        throw new IOException("npm ci failed: " + Files.readString(log));
      }
    }
  }
}

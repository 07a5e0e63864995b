package dev.ggen.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The log of a service in a process of its own: printed, and read for the address. */
public final class ServiceLog {
  private static final Pattern ADDRESS = Pattern.compile("Registry at (http://\\S+:\\d+)");

  private ServiceLog() {}

  /** Waits until the service says where it listens; ends the process if it does not in time. */
  public static String awaitAddress(Process process, Duration timeout)
      throws IOException, InterruptedException {
    BlockingQueue<String> address = new ArrayBlockingQueue<>(1);
    Thread.ofVirtual().start(() -> copy(process, address));
    String found = address.poll(timeout.toSeconds(), TimeUnit.SECONDS);
    if (found == null) {
      process.destroyForcibly();
      throw new IOException("The service did not start within " + timeout);
    }
    return found;
  }

  private static void copy(Process process, BlockingQueue<String> address) {
    try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        System.out.println(line);
        Matcher matcher = ADDRESS.matcher(line);
        if (matcher.find()) {
          var _ = address.offer(matcher.group(1));
        }
      }
    } catch (IOException e) {
      System.out.println("log ended: " + e);
    }
  }
}

package dev.ggen.registry.cli;

import dev.ggen.registry.cli.remote.StubRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs commands in this process and keeps what they print. */
final class Terminal {
  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private ByteArrayOutputStream err = new ByteArrayOutputStream();
  private boolean watched;

  Terminal(Path home, StubRegistry registry) {
    this.home = home;
    environment.put("GGEN_REGISTRY", registry.url());
    environment.put("XDG_CACHE_HOME", home.resolve("cache").toString());
  }

  Terminal with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Terminal watched() {
    watched = true;
    return this;
  }

  int run(String... arguments) {
    out = new ByteArrayOutputStream();
    err = new ByteArrayOutputStream();
    return Ggen.run(
        new Surroundings(environment, home, home, stream(out), stream(err), watched), arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream target) {
    return new PrintStream(target, true, StandardCharsets.UTF_8);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}

package dev.ggen.registry.central;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The central registry on its embedded database. */
class CentralOnH2Test extends CentralContract {
  @TempDir static Path directory;
  private static CentralProcess process;

  @BeforeAll
  static void start() {
    process = CentralProcess.onH2(directory.resolve("data"));
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  @Override
  protected CentralProcess process() {
    return process;
  }
}

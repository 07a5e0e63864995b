package dev.ggen.registry.central;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The central registry on a real PostgreSQL. */
class CentralOnPostgresTest extends CentralContract {
  @TempDir static Path directory;
  private static EmbeddedPostgres postgres;
  private static CentralProcess process;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
    process =
        CentralProcess.onPostgres(
            directory.resolve("data"), postgres.getJdbcUrl("postgres", "postgres"));
  }

  @AfterAll
  static void stop() throws IOException {
    process.close();
    postgres.close();
  }

  @Override
  protected CentralProcess process() {
    return process;
  }
}

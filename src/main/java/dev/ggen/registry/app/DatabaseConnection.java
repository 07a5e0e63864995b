package dev.ggen.registry.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;

/**
 * Where the database is: {@code spring.datasource.url} if it is set, else an H2 file in the data
 * directory.
 */
record DatabaseConnection(
    String getJdbcUrl, @Nullable String getUsername, @Nullable String getPassword)
    implements JdbcConnectionDetails {
  /**
   * WRITE_DELAY keeps its default: commits are put on disk by {@code CHECKPOINT SYNC} before they
   * are acknowledged, and 0 would also stop the thread that reuses the file's free space.
   * RETENTION_TIME in milliseconds: how long freed space stays untouched, which must be longer than
   * anything stays unsynced (5 s) and makes the file grow. LOCK_TIMEOUT in milliseconds: writers of
   * one package wait for each other. DB_CLOSE_ON_EXIT: Spring closes the database, after everything
   * that uses it.
   */
  private static final String H2_SETTINGS =
      ";RETENTION_TIME=15000;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE";

  private static final String H2 = "jdbc:h2:";

  static DatabaseConnection of(Environment environment, Path directory) {
    String url = environment.getProperty("spring.datasource.url", "");
    if (url.isEmpty()) {
      return new DatabaseConnection(
          H2 + "file:" + directory.resolve("registry") + H2_SETTINGS, "sa", "");
    }
    return new DatabaseConnection(
        url,
        environment.getProperty("spring.datasource.username"),
        environment.getProperty("spring.datasource.password"));
  }

  static boolean isEmbedded(JdbcConnectionDetails connection) {
    return connection.getJdbcUrl().startsWith(H2);
  }
}

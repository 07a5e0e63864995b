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
   * WRITE_DELAY=0: each commit is written when it happens, not half a second later. LOCK_TIMEOUT in
   * milliseconds: writers of one package wait for each other. DB_CLOSE_ON_EXIT: Spring closes the
   * database, after everything that uses it.
   */
  private static final String H2_SETTINGS =
      ";WRITE_DELAY=0;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE";

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

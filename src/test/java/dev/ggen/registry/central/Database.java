package dev.ggen.registry.central;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases that the central registry runs on. */
enum Database {
  H2 {
    @Override
    CentralProcess start(Path directory) {
      return CentralProcess.onH2(directory);
    }
  },
  POSTGRES {
    @Override
    CentralProcess start(Path directory) {
      return CentralProcess.onPostgres(directory, newPostgresDatabase());
    }
  };

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** A process with a database of its own. */
  abstract CentralProcess start(Path directory);

  /** The address of a new database on the one PostgreSQL of this JVM. */
  static String newPostgresDatabase() {
    String name = "test_" + NUMBERS.incrementAndGet();
    try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Server.POSTGRES.getJdbcUrl("postgres", name);
  }

  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    /** Ends with the JVM: the library sees to that. */
    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

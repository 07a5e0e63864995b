package dev.ggen.registry.central;

import dev.ggen.registry.app.CentralWiring;
import dev.ggen.registry.app.DataDirectory;
import dev.ggen.registry.archive.ArchiveLimits;
import dev.ggen.registry.blob.BlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** The central registry with its database and directory, but without the web. */
final class CentralProcess implements AutoCloseable {
  private final Path directory;
  private final Map<String, Object> properties;
  private ConfigurableApplicationContext context;

  private CentralProcess(Path directory, Map<String, Object> properties) {
    this.directory = directory;
    this.properties = properties;
    this.context = open();
  }

  /** On the embedded database in the directory. */
  static CentralProcess onH2(Path directory) {
    return new CentralProcess(directory, Map.of());
  }

  /** On a PostgreSQL database. */
  static CentralProcess onPostgres(Path directory, String url) {
    return new CentralProcess(
        directory, Map.of("spring.datasource.url", url, "spring.datasource.username", "postgres"));
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    HibernateJpaAutoConfiguration.class,
    DataJpaRepositoriesAutoConfiguration.class,
    FlywayAutoConfiguration.class
  })
  @Import(CentralWiring.class)
  static class OnlyCentral {
    @Bean
    ArchiveLimits archiveLimits() {
      return ArchiveLimits.defaults();
    }

    @Bean(destroyMethod = "close")
    DataDirectory dataDirectory(@Value("${test.directory}") Path path) {
      return DataDirectory.open(path);
    }
  }

  private ConfigurableApplicationContext open() {
    return new SpringApplicationBuilder(OnlyCentral.class)
        .web(WebApplicationType.NONE)
        .properties(properties)
        .properties(Map.of("test.directory", directory.toString()))
        .run();
  }

  Central central() {
    return context.getBean(Central.class);
  }

  /** A part of the process that a test works with directly. */
  <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  BlobStore blobs() {
    return context.getBean(BlobStore.class);
  }

  Path directory() {
    return directory;
  }

  List<String> rows(String sql) {
    return new JdbcTemplate(context.getBean(DataSource.class)).queryForList(sql, String.class);
  }

  /** A second process on the same database; none where the database is embedded. */
  Optional<CentralProcess> startAnother() throws IOException {
    if (properties.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new CentralProcess(Files.createTempDirectory("central"), properties));
  }

  CentralProcess startAnotherOnTheSameFiles() {
    return new CentralProcess(directory, properties);
  }

  void restart() {
    context.close();
    context = open();
  }

  void restartWithoutIndex() throws IOException {
    context.close();
    try (var files = Files.walk(directory.resolve("index"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    context = open();
  }

  @Override
  public void close() {
    context.close();
  }
}

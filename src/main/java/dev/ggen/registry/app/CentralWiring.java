package dev.ggen.registry.app;

import dev.ggen.registry.archive.ArchiveInspector;
import dev.ggen.registry.archive.ArchiveLimits;
import dev.ggen.registry.blob.FileBlobStore;
import dev.ggen.registry.central.Central;
import dev.ggen.registry.central.CentralTransactions;
import dev.ggen.registry.central.Durability;
import dev.ggen.registry.central.GroupSync;
import dev.ggen.registry.central.store.AuditStore;
import dev.ggen.registry.central.store.CentralStore;
import dev.ggen.registry.central.store.DownloadStore;
import dev.ggen.registry.central.store.FeedStore;
import dev.ggen.registry.central.store.PackageReader;
import dev.ggen.registry.central.store.PackageWriter;
import dev.ggen.registry.central.store.TokenStore;
import dev.ggen.registry.port.ChangeFeed;
import dev.ggen.registry.port.PackageAdministration;
import dev.ggen.registry.port.Registry;
import dev.ggen.registry.port.RegistryStatus;
import dev.ggen.registry.port.Tokens;
import dev.ggen.registry.search.PackageIndex;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** The central registry and what it stands on: database, blob store, search index. */
@Configuration(proxyBeanMethods = false)
@Import(CentralStore.class)
public class CentralWiring {
  /** How soon a change that another process made to the same database is seen here. */
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  @Bean
  JdbcConnectionDetails databaseConnection(Environment environment, DataDirectory directory) {
    return DatabaseConnection.of(environment, directory.path());
  }

  @Bean
  Durability durability(DataSource dataSource, JdbcConnectionDetails connection) {
    if (!DatabaseConnection.isEmbedded(connection)) {
      return Durability.BY_COMMIT;
    }
    // H2 writes up to half a second after a commit, and leaves it to the system when to the disk.
    JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    return new GroupSync(() -> jdbc.execute("CHECKPOINT SYNC"));
  }

  @Bean
  CentralTransactions centralTransactions(
      PlatformTransactionManager manager, Durability durability) {
    return new CentralTransactions(manager, durability);
  }

  @Bean(destroyMethod = "close")
  FileBlobStore blobStore(DataDirectory directory) throws IOException {
    return FileBlobStore.open(directory.path().resolve("blobs"));
  }

  @Bean(destroyMethod = "close")
  PackageIndex packageIndex(DataDirectory directory) {
    return PackageIndex.open(directory.path().resolve("index"));
  }

  @Bean
  Central.Stores centralStores(
      PackageReader reader,
      PackageWriter writer,
      FeedStore feed,
      DownloadStore downloads,
      TokenStore tokens,
      AuditStore audit) {
    return new Central.Stores(reader, writer, feed, downloads, tokens, audit);
  }

  @Bean(destroyMethod = "close")
  Central central(
      CentralTransactions transactions,
      Central.Stores stores,
      FileBlobStore blobs,
      PackageIndex index,
      DataDirectory directory,
      ArchiveLimits limits) {
    Central central =
        new Central(
            transactions,
            stores,
            blobs,
            new ArchiveInspector(limits),
            limits.maxArchiveBytes(),
            index,
            POLL_INTERVAL,
            Clock.systemUTC());
    central.start(directory.path());
    return central;
  }

  @Bean
  Registry centralRegistry(Central central) {
    return central.registry();
  }

  @Bean
  PackageAdministration packageAdministration(Central central) {
    return central.administration();
  }

  @Bean
  ChangeFeed changeFeed(Central central) {
    return central.feed();
  }

  @Bean
  Tokens tokens(Central central) {
    return central.tokens();
  }

  @Bean
  RegistryStatus registryStatus(Central central) {
    return central.status();
  }
}

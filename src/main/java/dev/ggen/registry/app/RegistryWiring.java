package dev.ggen.registry.app;

import dev.ggen.registry.archive.ArchiveLimits;
import dev.ggen.registry.port.RegistryStatus;
import dev.ggen.registry.web.ArchiveCacheSettings;
import dev.ggen.registry.web.FeedSettings;
import dev.ggen.registry.web.ServiceFacts;
import dev.ggen.registry.web.WebEdge;
import jakarta.servlet.Filter;
import java.time.Instant;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AbstractDependsOnBeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * The whole service but for the registry itself: settings, data directory, HTTP, security, health
 * and metrics. Named, not scanned, so that the start does not read every class.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegistrySettings.class)
@Import({WebEdge.class, WebSecurity.class, HttpServer.class, Metrics.class})
public class RegistryWiring {
  @Bean(destroyMethod = "close")
  DataDirectory dataDirectory(RegistrySettings settings) {
    return DataDirectory.open(settings.dataDir());
  }

  /** The embedded database opens its files only when the directory is ours. */
  @Bean
  static DirectoryFirst directoryBeforeDatabase() {
    return new DirectoryFirst();
  }

  /** Orders the beans. */
  static final class DirectoryFirst extends AbstractDependsOnBeanFactoryPostProcessor {
    DirectoryFirst() {
      super(DataSource.class, DataDirectory.class);
    }
  }

  @Bean
  ServiceFacts serviceFacts(RegistrySettings settings, ObjectProvider<BuildProperties> build) {
    BuildProperties properties = build.getIfAvailable();
    String version = properties == null ? null : properties.getVersion();
    return new ServiceFacts(version == null ? "unknown" : version, settings.mode(), Instant.now());
  }

  @Bean
  ArchiveLimits archiveLimits(RegistrySettings settings) {
    return settings.limits().archiveLimits();
  }

  @Bean
  FeedSettings feedSettings(RegistrySettings settings) {
    return new FeedSettings(settings.feed().maxReaders(), settings.feed().heartbeat());
  }

  @Bean
  ArchiveCacheSettings archiveCacheSettings(RegistrySettings settings) {
    return new ArchiveCacheSettings(settings.archives().cache().toBytes());
  }

  @Bean
  FilterRegistrationBean<SecurityHeaders> securityHeaders() {
    return early(new SecurityHeaders(), 2);
  }

  @Bean
  FilterRegistrationBean<WriteLog> writeLog() {
    return early(new WriteLog(), 3);
  }

  /** Behind the filters of {@link WebEdge}, before Spring Security. */
  private static <F extends Filter> FilterRegistrationBean<F> early(F filter, int place) {
    FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + place);
    return registration;
  }

  @Bean
  HealthIndicator blobStoreHealthIndicator(DataDirectory data, RegistrySettings settings) {
    return new DataDirectoryHealth(data.path(), settings.health().minFreeDisk().toBytes());
  }

  @Bean
  HealthIndicator searchIndexHealthIndicator(RegistryStatus status, RegistrySettings settings) {
    return new SearchIndexHealth(status, settings.health().maxIndexLag());
  }

  @Bean
  StartReport startReport(
      DataDirectory data,
      RegistrySettings settings,
      ObjectProvider<JdbcConnectionDetails> database,
      Environment environment) {
    String address = environment.getProperty("server.address", "localhost");
    String url =
        database.stream().map(JdbcConnectionDetails::getJdbcUrl).findFirst().orElse("none");
    return new StartReport(data.path(), settings, address, url);
  }
}

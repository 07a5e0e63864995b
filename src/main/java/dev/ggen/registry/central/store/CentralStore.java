package dev.ggen.registry.central.store;

import dev.ggen.registry.central.store.Repositories.Audit;
import dev.ggen.registry.central.store.Repositories.Downloads;
import dev.ggen.registry.central.store.Repositories.Feed;
import dev.ggen.registry.central.store.Repositories.Owners;
import dev.ggen.registry.central.store.Repositories.Packages;
import dev.ggen.registry.central.store.Repositories.Readmes;
import dev.ggen.registry.central.store.Repositories.Tags;
import dev.ggen.registry.central.store.Repositories.TokenRows;
import dev.ggen.registry.central.store.Repositories.Versions;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** Builds the stores out of Spring Data's repositories. */
@Configuration(proxyBeanMethods = false)
@EntityScan(basePackageClasses = CentralStore.class)
@EnableJpaRepositories(basePackageClasses = CentralStore.class, considerNestedRepositories = true)
public class CentralStore {
  @Bean
  FeedStore feedStore(Feed feed) {
    return new FeedStore(feed);
  }

  @Bean
  PackageReader packageReader(
      Packages packages,
      Versions versions,
      Readmes readmes,
      Tags tags,
      Owners owners,
      Downloads downloads) {
    return new PackageReader(packages, versions, readmes, tags, owners, downloads);
  }

  @Bean
  PackageWriter packageWriter(
      Packages packages,
      Versions versions,
      Readmes readmes,
      Tags tags,
      Owners owners,
      Downloads downloads,
      FeedStore feed) {
    return new PackageWriter(packages, versions, readmes, tags, owners, downloads, feed);
  }

  @Bean
  DownloadStore downloadStore(Downloads downloads) {
    return new DownloadStore(downloads);
  }

  @Bean
  TokenStore tokenStore(TokenRows rows) {
    return new TokenStore(rows);
  }

  @Bean
  AuditStore auditStore(Audit audit) {
    return new AuditStore(audit);
  }
}

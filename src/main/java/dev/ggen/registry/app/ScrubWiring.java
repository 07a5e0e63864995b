package dev.ggen.registry.app;

import dev.ggen.registry.blob.BlobStore;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The regular check of what the blob store keeps. */
@Configuration(proxyBeanMethods = false)
public class ScrubWiring {
  @Bean(initMethod = "start", destroyMethod = "close")
  ScrubSchedule scrubSchedule(
      BlobStore blobs, DataDirectory directory, RegistrySettings settings, MeterRegistry meters) {
    return new ScrubSchedule(
        blobs, directory.path().resolve("last-scrub"), settings.scrub(), meters);
  }
}

package dev.ggen.registry.app;

import dev.ggen.registry.port.Registry;
import dev.ggen.registry.port.RegistryStatus;
import dev.ggen.registry.port.RegistryStatus.Snapshot;
import dev.ggen.registry.web.Installs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** What the registry counts. The names are those of the integration guide. */
@Configuration(proxyBeanMethods = false)
class Metrics {
  @Bean
  MeterBinder registryGauges(RegistryStatus status) {
    CachedStatus cached = new CachedStatus(status);
    return meters -> {
      gauge(meters, cached, "registry.packages", "Names", Snapshot::packages);
      gauge(meters, cached, "registry.versions", "Versions of them", Snapshot::versions);
      gauge(
          meters,
          cached,
          "registry.archive.bytes",
          "Length of all archives",
          Snapshot::archiveBytes);
      gauge(meters, cached, "registry.feed.sequence", "The newest change", Snapshot::sequence);
      gauge(
          meters,
          cached,
          "registry.index.lag",
          "Changes that search is behind",
          now -> now.sequence() - now.indexedSequence());
    };
  }

  @Bean
  @Primary
  MeteredRegistry meteredRegistry(
      Registry registry, MeterRegistry meters, RegistrySettings settings) {
    return new MeteredRegistry(registry, meters, settings.mode());
  }

  /** An install is a download too, and counts as both. */
  @Bean
  Installs installs(Registry registry, MeterRegistry meters, RegistrySettings settings) {
    RegistryMeters counts = new RegistryMeters(meters, "install", settings.mode());
    Installs plain = Installs.from(registry);
    return (name, selector) -> counts.count(() -> plain.install(name, selector));
  }

  private static void gauge(
      MeterRegistry meters,
      RegistryStatus status,
      String name,
      String description,
      ToDoubleFunction<Snapshot> value) {
    Gauge.builder(name, status, s -> value.applyAsDouble(s.snapshot()))
        .description(description)
        .strongReference(true)
        .register(meters);
  }
}

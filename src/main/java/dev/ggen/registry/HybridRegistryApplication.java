package dev.ggen.registry;

import dev.ggen.registry.app.CentralWiring;
import dev.ggen.registry.app.RegistryWiring;
import dev.ggen.registry.app.ScrubWiring;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Starts the registry: central service and peer-to-peer node in one process. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({CentralWiring.class, RegistryWiring.class, ScrubWiring.class})
public class HybridRegistryApplication {
  public static void main(String[] args) {
    SpringApplication.run(HybridRegistryApplication.class, args);
  }
}

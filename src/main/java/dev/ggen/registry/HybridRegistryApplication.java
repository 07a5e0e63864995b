package dev.ggen.registry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;

/** Starts the registry: central service and peer-to-peer node in one process. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan("dev.ggen.registry.app")
public class HybridRegistryApplication {
  public static void main(String[] args) {
    SpringApplication.run(HybridRegistryApplication.class, args);
  }
}

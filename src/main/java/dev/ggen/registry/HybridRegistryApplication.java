package dev.ggen.registry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the registry: central service and peer-to-peer node in one process. */
@SpringBootApplication
public class HybridRegistryApplication {
  public static void main(String[] args) {
    SpringApplication.run(HybridRegistryApplication.class, args);
  }
}

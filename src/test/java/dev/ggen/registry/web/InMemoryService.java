package dev.ggen.registry.web;

import dev.ggen.registry.app.RegistryWiring;
import dev.ggen.registry.port.InMemoryRegistry;
import dev.ggen.registry.port.Tokens;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The whole service over a registry in memory: real HTTP server, real settings, no database. */
@SpringBootConfiguration
@EnableAutoConfiguration(
    exclude = {
      DataSourceAutoConfiguration.class,
      DataJpaRepositoriesAutoConfiguration.class,
      HibernateJpaAutoConfiguration.class,
      FlywayAutoConfiguration.class
    })
@Import(RegistryWiring.class)
public class InMemoryService {
  @Bean
  InMemoryRegistry inMemoryRegistry() {
    return new InMemoryRegistry();
  }

  @Bean
  Tokens tokens(InMemoryRegistry registry) {
    return registry.tokens();
  }
}

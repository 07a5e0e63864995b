package dev.ggen.registry.app;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Tells an operator, once, what runs where. */
final class StartReport implements ApplicationListener<ApplicationReadyEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

  private final DataDirectory data;
  private final RegistrySettings settings;
  private final Environment environment;

  StartReport(DataDirectory data, RegistrySettings settings, Environment environment) {
    this.data = data;
    this.settings = settings;
    this.environment = environment;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent event) {
    if (event.getApplicationContext() instanceof WebServerApplicationContext web
        && web.getWebServer() != null) {
      lines(web.getWebServer().getPort()).forEach(LOG::info);
    }
  }

  private List<String> lines(int port) {
    String address = environment.getProperty("server.address", "localhost");
    String database = environment.getProperty("spring.datasource.url", "none");
    return List.of(
        "Registry at http://%s:%d (mode %s); try /swagger-ui.html"
            .formatted(address, port, settings.mode()),
        "Data in %s, database %s".formatted(data.path(), withoutParameters(database)),
        "Reading %s; the admin's token is in %s"
            .formatted(
                settings.security().anonymousRead() ? "needs no token" : "needs a token",
                data.path().resolve("admin-token")));
  }

  /** A URL may carry a password behind its path. */
  private static String withoutParameters(String url) {
    return url.split("[;?]", 2)[0].replaceFirst("//[^/@]*@", "//");
  }
}

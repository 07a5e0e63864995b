package dev.ggen.registry.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;

/** Tells an operator, once, what runs where. */
final class StartReport implements ApplicationListener<ApplicationReadyEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

  private final Path data;
  private final RegistrySettings settings;
  private final String address;
  private final String database;

  StartReport(Path data, RegistrySettings settings, String address, String database) {
    this.data = data;
    this.settings = settings;
    this.address = address;
    this.database = withoutSecrets(database);
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent event) {
    if (event.getApplicationContext() instanceof WebServerApplicationContext web
        && web.getWebServer() != null) {
      lines(web.getWebServer().getPort()).forEach(LOG::info);
    }
  }

  private List<String> lines(int port) {
    Path token = data.resolve("admin-token");
    return List.of(
        "Registry at http://%s:%d (mode %s); try /swagger-ui.html"
            .formatted(address, port, settings.mode()),
        "Data in %s, database %s".formatted(data, database),
        "Reading needs %s token%s"
            .formatted(
                settings.security().anonymousRead() ? "no" : "a",
                Files.exists(token) ? "; the admin's token is in " + token : ""));
  }

  /** A URL may carry a password: in front of the host, or among the parameters. */
  static String withoutSecrets(String url) {
    return url.split("[;?]", 2)[0].replaceFirst("//[^/@]*@", "//");
  }
}

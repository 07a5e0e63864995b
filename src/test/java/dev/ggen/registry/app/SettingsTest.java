package dev.ggen.registry.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ggen.registry.web.InMemoryService;
import dev.ggen.registry.web.RunningService;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.support.SpringFactoriesLoader;

class SettingsTest {
  private static final Pattern DOCUMENTED =
      Pattern.compile("^\\| `(registry\\.[a-z.-]+)` \\|", Pattern.MULTILINE);

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "registry.colour=red|There is no setting registry.colour",
        "registry.feed.colour=red|There is no setting registry.feed.colour",
        "registry.mode=hybrid|The setting registry.mode can't be used. It is 'hybrid'; this version"
            + " runs only as 'central'",
        "registry.mode=|registry.mode",
        "registry.feed.max-readers=-1|The setting registry.feed.max-readers can't be used. It is"
            + " from 0 to 100000, not -1.",
        "registry.feed.max-readers=100001|registry.feed.max-readers",
        "registry.feed.max-readers=many|registry.feed.max-readers",
        "registry.feed.heartbeat=99ms|The setting registry.feed.heartbeat can't be used. It is a"
            + " time from 100ms to 5m",
        "registry.feed.heartbeat=soon|registry.feed.heartbeat",
        "registry.health.min-free-disk=much|registry.health.min-free-disk",
        "registry.health.max-index-lag=0|registry.health.max-index-lag",
        "registry.archives.cache=17GB|registry.archives.cache",
        "registry.limits.archive=1023B|registry.limits.archive",
        "registry.limits.entries=0|registry.limits.entries",
        "registry.security.anonymous-read=perhaps|registry.security.anonymous-read"
      })
  void aBadSettingStopsTheStartAndIsNamed(String setting, String message) {
    assertThat(failure("--" + setting)).contains(message);
  }

  @Test
  void aDirectoryThatCanNotBeMadeStopsTheStart() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(failure("--registry.data-dir=" + file.resolve("data")))
        .contains("The setting registry.data-dir can't be used.");
  }

  @Test
  void twoProcessesDoNotShareADirectory() {
    try (DataDirectory _ = DataDirectory.open(directory.resolve("data"))) {
      assertThat(failure())
          .contains("The setting registry.data-dir can't be used.", "is used by another process");
    }
  }

  /** What an operator reads when the service does not start. */
  private String failure(String... settings) {
    Throwable failure =
        catchThrowable(
            () -> RunningService.run(InMemoryService.class, directory, settings).close());
    assertThat(failure).as("the service started").isNotNull();
    List<FailureAnalyzer> analyzers =
        SpringFactoriesLoader.forDefaultResourceLocation()
            .load(FailureAnalyzer.class, (_, _, _) -> {});
    return analyzers.stream()
        .map(analyzer -> analyzer.analyze(failure))
        .filter(analysis -> analysis != null)
        .map(FailureAnalysis::getDescription)
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing explains this", failure));
  }

  @Test
  void theConfigurationFileListsExactlyTheSettings() {
    YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
    yaml.setResources(new FileSystemResource("application.yml"));
    Set<String> listed =
        yaml.getObject().keySet().stream()
            .map(Object::toString)
            .filter(key -> key.startsWith("registry."))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(listed).isEqualTo(keys());
  }

  @Test
  void theDocumentationListsExactlyTheSettings() throws IOException {
    Set<String> documented =
        DOCUMENTED
            .matcher(Files.readString(Path.of("docs/configuration.md")))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(keys());
  }

  private static Set<String> keys() {
    return keysOf("registry", RegistrySettings.class)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> keysOf(String prefix, Class<?> type) {
    return Stream.of(type.getRecordComponents()).flatMap(component -> keysOf(prefix, component));
  }

  private static Stream<String> keysOf(String prefix, RecordComponent component) {
    String name = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    String key = prefix + "." + name;
    return component.getType().isRecord() ? keysOf(key, component.getType()) : Stream.of(key);
  }
}

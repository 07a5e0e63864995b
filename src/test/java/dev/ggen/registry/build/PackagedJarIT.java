package dev.ggen.registry.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The jar that users get. */
class PackagedJarIT {
  private final String jar = System.getProperty("registry.jar");

  @Test
  void theJarIsExecutable() throws IOException {
    try (JarFile file = new JarFile(jar)) {
      Attributes manifest = file.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Start-Class"))
          .isEqualTo("dev.ggen.registry.HybridRegistryApplication");
      assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
    }
  }

  @Test
  void theConfigurationAtTheTopOfTheProjectIsInTheJar() throws IOException {
    try (JarFile file = new JarFile(jar)) {
      assertThat(file.getEntry("BOOT-INF/classes/application.yml")).isNotNull();
    }
  }
}

package dev.ggen.registry.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ggen.registry.port.RegistryException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Whatever bytes a manifest has, it is read or refused as a fault of the publisher. */
class ManifestFuzzTest {
  @FuzzTest
  void anyBytesAreReadOrRefused(byte[] content) {
    for (String file : ManifestReader.FILES) {
      SequencedMap<String, byte[]> files = new LinkedHashMap<>();
      files.put(file, content);
      try {
        assertThat(ManifestReader.read(files).file()).isEqualTo(file);
      } catch (RegistryException.InvalidArchive e) {
        assertThat(e.code()).isIn("invalid-manifest", "no-manifest");
        assertThat(e.problems()).isNotEmpty();
        assertThat(e.getMessage()).doesNotContain("\u001b");
      }
    }
  }
}

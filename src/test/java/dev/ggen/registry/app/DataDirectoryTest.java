package dev.ggen.registry.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir private Path directory;

  @Test
  void onlyItsUserMayReadANewDirectory() throws IOException {
    try (DataDirectory data = DataDirectory.open(directory.resolve("a/b"))) {
      assertThat(data.path()).isAbsolute();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void oneAtATimeUsesADirectory() {
    try (DataDirectory _ = DataDirectory.open(directory)) {
      assertThatThrownBy(() -> DataDirectory.open(directory))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageContaining("is used by another process");
    }
    DataDirectory.open(directory).close();
  }
}

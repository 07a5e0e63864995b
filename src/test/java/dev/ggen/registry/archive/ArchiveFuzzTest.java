package dev.ggen.registry.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever bytes an archive has, it is read or refused, and a refused one leaves nothing. */
class ArchiveFuzzTest {
  /** Small, so that a run is short. */
  private static final ArchiveLimits LIMITS =
      new ArchiveLimits(1 << 20, 1 << 22, 100, 1 << 20, 200, 1 << 20, 256, 16, 1 << 16, 1 << 12);

  @FuzzTest
  void anyBytesAreReadOrRefused(byte[] archive) throws IOException {
    inspectAndUnpack(archive);
  }

  /** Compressed here, as fuzzing hardly hits a checksum. */
  @FuzzTest
  void anyTarIsReadOrRefused(byte[] tar) throws IOException {
    inspectAndUnpack(RawTar.gzip(tar));
  }

  private static void inspectAndUnpack(byte[] bytes) throws IOException {
    try (FileSystem disk = Jimfs.newFileSystem(Configuration.unix())) {
      Path directory = Files.createDirectory(disk.getPath("/fuzz"));
      Path archive = Files.write(disk.getPath("/archive.tgz"), bytes);
      Path target = directory.resolve("target");
      try {
        new ArchiveInspector(LIMITS).inspect(archive);
      } catch (RegistryException e) {
        assertThat(e.code()).isNotEmpty();
      }
      try {
        new ArchiveUnpacker(LIMITS).unpack(archive, target);
        assertThat(directory).isDirectoryContaining(target::equals);
      } catch (RegistryException e) {
        assertThat(directory).isEmptyDirectory();
      }
    }
  }
}

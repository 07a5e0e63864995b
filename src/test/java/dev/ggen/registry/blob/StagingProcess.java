package dev.ggen.registry.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;

/** A process that stages a blob and then waits to be killed. */
final class StagingProcess {
  private StagingProcess() {}

  public static void main(String[] arguments) throws IOException {
    try (FileBlobStore store = FileBlobStore.open(Path.of(arguments[0]));
        StagedBlob staged = store.stage(new ByteArrayInputStream("half".getBytes(UTF_8)), 10)) {
      System.out.println("staged");
      int end = System.in.read();
      if (end < 0 && staged.facts().sizeBytes() == 4) {
        System.out.println("the parent has gone");
      }
    }
  }
}

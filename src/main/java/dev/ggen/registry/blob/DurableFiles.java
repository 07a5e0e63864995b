package dev.ggen.registry.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The steps after which bytes and names survive a crash of the machine. A seam for tests. */
interface DurableFiles {
  /** On the real disk. */
  DurableFiles ON_DISK =
      new DurableFiles() {
        @Override
        public void sync(Path fileOrDirectory) throws IOException {
          try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
            channel.force(true);
          }
        }

        @Override
        public void move(Path from, Path to) throws IOException {
          Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
      };

  /** Puts a file's bytes, or a directory's names, on disk. */
  void sync(Path fileOrDirectory) throws IOException;

  /** Renames in one step, replacing what is there. */
  void move(Path from, Path to) throws IOException;
}

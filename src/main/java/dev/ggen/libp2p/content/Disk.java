package dev.ggen.libp2p.content;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What downloads ask of the disk, so that tests can let it fail. */
interface Disk {
  /** Opens a file to read and write, making it if need be. */
  FileChannel open(Path file) throws IOException;

  /** How much more a folder can take. */
  long freeBytes(Path folder) throws IOException;

  /** The disk of this machine. */
  static Disk real() {
    return new Disk() {
      @Override
      public FileChannel open(Path file) throws IOException {
        return FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      }

      @Override
      public long freeBytes(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
      }
    };
  }
}

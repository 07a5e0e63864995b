package dev.ggen.registry.blob;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The few operations on which durability hangs, so that tests can watch them and let them fail. */
interface Disk {
  /** Opens a new file; it must not exist. */
  OutputStream create(Path file) throws IOException;

  /** Opens a file from its first byte. */
  InputStream open(Path file) throws IOException;

  /** Returns when content and length of a file would survive a loss of power. */
  void forceFile(Path file) throws IOException;

  /** Returns when the names in a directory would survive a loss of power. */
  void forceDirectory(Path directory) throws IOException;

  /** Gives a file another name at once, replacing what has that name. */
  void rename(Path from, Path to) throws IOException;

  /** The disk of this machine. */
  static Disk real() {
    return new RealDisk();
  }

  /** By NIO. */
  final class RealDisk implements Disk {
    private RealDisk() {}

    @Override
    public OutputStream create(Path file) throws IOException {
      return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public InputStream open(Path file) throws IOException {
      return Files.newInputStream(file);
    }

    @Override
    public void forceFile(Path file) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
      if (File.separatorChar == '\\') {
        return; // Windows opens no directories, and journals names by itself.
      }
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}

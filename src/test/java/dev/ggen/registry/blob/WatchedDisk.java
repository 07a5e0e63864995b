package dev.ggen.registry.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The real disk, which tells what was asked of it and fails where it is told to. */
final class WatchedDisk implements Disk {
  private final Disk real = Disk.real();
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  @Nullable String failing;

  /** How many bytes fit on the disk. */
  long freeBytes = Long.MAX_VALUE;

  private void call(String operation, Path path) throws IOException {
    calls.add(operation + " " + path.getFileName());
    if (operation.equals(failing)) {
      throw new IOException(operation + " fails");
    }
  }

  @Override
  public OutputStream create(Path file) throws IOException {
    call("create", file);
    return new FullStream(real.create(file));
  }

  @Override
  public InputStream open(Path file) throws IOException {
    call("open", file);
    return real.open(file);
  }

  @Override
  public void forceFile(Path file) throws IOException {
    call("forceFile", file);
    real.forceFile(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    call("forceDirectory", directory);
    real.forceDirectory(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    call("rename", to);
    real.rename(from, to);
  }

  /** Writes until the disk is full. */
  private final class FullStream extends OutputStream {
    private final OutputStream out;

    private FullStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > freeBytes) {
        out.write(bytes, offset, (int) freeBytes);
        throw new IOException("No space left on device");
      }
      freeBytes -= length;
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}

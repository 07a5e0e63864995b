package dev.ggen.registry.cli.remote;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A file on its way to a registry, read as fast as it is sent. */
final class UploadBody {
  private final Path file;
  private final TransferListener listener;
  private final AtomicLong lastMove = new AtomicLong(System.nanoTime());

  UploadBody(Path file, TransferListener listener) {
    this.file = file;
    this.listener = listener;
  }

  /** When a byte was last taken, by {@link System#nanoTime}. */
  AtomicLong lastMove() {
    return lastMove;
  }

  HttpRequest.BodyPublisher publisher() throws FileNotFoundException {
    try {
      return HttpRequest.BodyPublishers.fromPublisher(
          HttpRequest.BodyPublishers.ofInputStream(this::open), Files.size(file));
    } catch (IOException e) {
      throw new FileNotFoundException("%s can't be read: %s".formatted(file, e.getMessage()));
    }
  }

  private InputStream open() {
    try {
      return new Counted(Files.newInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Counted extends FilterInputStream {
    Counted(InputStream source) {
      super(source);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      lastMove.set(System.nanoTime());
      if (count > 0) {
        listener.moved(count);
      }
      return count;
    }
  }
}

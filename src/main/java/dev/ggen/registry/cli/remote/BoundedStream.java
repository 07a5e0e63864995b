package dev.ggen.registry.cli.remote;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that refuses to be longer than it should. */
final class BoundedStream extends FilterInputStream {
  private long left;

  BoundedStream(InputStream source, long maxBytes) {
    super(source);
    this.left = maxBytes;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    return value < 0 ? value : count(1) == 1 ? value : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return count(super.read(target, offset, length));
  }

  private int count(int read) throws IOException {
    left -= Math.max(0, read);
    if (left < 0) {
      throw new IOException("The answer is longer than any document.");
    }
    return read;
  }
}

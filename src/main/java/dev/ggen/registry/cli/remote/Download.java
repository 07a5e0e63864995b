package dev.ggen.registry.cli.remote;

import java.io.IOException;
import java.io.InputStream;

/**
 * An archive on its way.
 *
 * @param offset the byte that the body begins with: what was asked for, or 0 if the registry sends
 *     the whole
 * @param body the bytes; each read has a deadline
 */
public record Download(long offset, InputStream body) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    body.close();
  }
}

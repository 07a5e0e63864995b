package dev.ggen.libp2p.transport;

import java.io.EOFException;
import java.io.IOException;

/**
 * A reliable stream of bytes in both directions whose directions end separately.
 *
 * <p>Calls block the (virtual) thread that makes them. One thread may read while another writes;
 * two threads must not read at once, nor write at once, unless an implementation allows it. An
 * {@link IOException} ends the direction it was thrown in for good. Whoever opened or accepted a
 * duplex owns it and must {@link #close} it.
 */
public interface Duplex extends AutoCloseable {
  /**
   * Reads at least one byte and at most {@code length}, waiting until there is one.
   *
   * @return how many bytes were read, or -1 when the peer has ended its direction; 0 only if {@code
   *     length} is 0
   */
  int read(byte[] buffer, int offset, int length) throws IOException;

  /** How many bytes can be read for sure without waiting; 0 if that is not known. */
  default int buffered() {
    return 0;
  }

  /** Writes all bytes, waiting for room. The buffer may be used again after the return. */
  void write(byte[] buffer, int offset, int length) throws IOException;

  /** Writes all bytes of an array. */
  default void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  /**
   * Ends the writing direction: the peer reads what was written and then the end. Reading goes on.
   * Doing it twice changes nothing.
   */
  void closeWrite() throws IOException;

  /**
   * Ends both directions and frees what they hold; threads that wait in a call get an {@link
   * IOException}. Doing it twice changes nothing; any thread may do it at any time.
   */
  @Override
  void close();

  /**
   * Reads exactly {@code length} bytes.
   *
   * @throws EOFException if the peer ended its direction before
   */
  default void readFully(byte[] buffer, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int count = read(buffer, offset + done, length - done);
      if (count < 0) {
        throw new EOFException(
            "the peer ended its side after " + done + " of " + length + " bytes");
      }
      done += count;
    }
  }
}

package dev.ggen.libp2p.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The limit to come close to: a plain socket with frames of the JDK's ChaCha20-Poly1305. */
final class RawLimit {
  private static final int FRAME_BYTES = 64 * 1024;
  private static final int TAG_BYTES = 16;
  private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "ChaCha20");

  private final Cipher cipher;
  private final byte[] nonce = new byte[12];
  private long count;

  private RawLimit() throws GeneralSecurityException {
    cipher = Cipher.getInstance("ChaCha20-Poly1305");
  }

  private void begin(int mode) throws GeneralSecurityException {
    ByteBuffer.wrap(nonce).putLong(4, count++);
    cipher.init(mode, KEY, new IvParameterSpec(nonce));
  }

  /** Serves any number of connections; returns the port. */
  static int serve() throws IOException {
    ServerSocketChannel listener =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual()
        .start(() -> {
          while (true) {
            try {
              SocketChannel socket = listener.accept();
              Thread.ofVirtual().start(() -> drain(socket));
            } catch (IOException e) {
              return;
            }
          }
        });
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  private static void drain(SocketChannel socket) {
    try (socket) {
      RawLimit state = new RawLimit();
      byte[] frame = new byte[FRAME_BYTES + TAG_BYTES];
      byte[] plain = new byte[FRAME_BYTES];
      ByteBuffer head = ByteBuffer.allocate(Long.BYTES);
      readFully(socket, head);
      for (long left = head.getLong(0); left > 0; left -= FRAME_BYTES) {
        readFully(socket, ByteBuffer.wrap(frame));
        state.begin(Cipher.DECRYPT_MODE);
        int length = state.cipher.doFinal(frame, 0, frame.length, plain, 0);
        if (length != FRAME_BYTES) {
          throw new IOException("short frame");
        }
      }
      socket.write(ByteBuffer.allocate(1));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void readFully(SocketChannel socket, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (socket.read(into) < 0) {
        throw new IOException("end");
      }
    }
  }

  /** Sends so many bytes and says how many nanoseconds it took until the other end had all. */
  static long send(int port, long bytes) throws IOException, GeneralSecurityException {
    try (SocketChannel socket =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      RawLimit state = new RawLimit();
      byte[] plain = new byte[FRAME_BYTES];
      byte[] frame = new byte[FRAME_BYTES + TAG_BYTES];
      long start = System.nanoTime();
      socket.write(ByteBuffer.allocate(Long.BYTES).putLong(0, bytes));
      for (long left = bytes; left > 0; left -= FRAME_BYTES) {
        state.begin(Cipher.ENCRYPT_MODE);
        int length = state.cipher.doFinal(plain, 0, plain.length, frame, 0);
        ByteBuffer out = ByteBuffer.wrap(frame, 0, length);
        while (out.hasRemaining()) {
          socket.write(out);
        }
      }
      readFully(socket, ByteBuffer.allocate(1));
      return System.nanoTime() - start;
    }
  }
}

package dev.ggen.libp2p.transport.pnet;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.transport.ConnectionProtector;
import dev.ggen.libp2p.transport.RawConnection;
import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * Encrypts every connection by XSalsa20 with the network's key: libp2p private networks,
 * "Cryptography of Private Networks". Each side first sends 24 random bytes, the nonce of what it
 * writes. A peer with another key reads only noise, so that negotiation fails on both sides.
 */
public final class PrivateNetwork implements ConnectionProtector {
  static final int NONCE_BYTES = 24;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final PreSharedKey key;

  /** The network of a key. */
  public PrivateNetwork(PreSharedKey key) {
    this.key = key;
  }

  @Override
  public RawConnection protect(RawConnection raw) throws IOException {
    byte[] ours = new byte[NONCE_BYTES];
    RANDOM.nextBytes(ours);
    raw.write(ours);
    byte[] theirs = new byte[NONCE_BYTES];
    raw.readFully(theirs, 0, NONCE_BYTES);
    return new Protected(raw, cipher(ours), cipher(theirs));
  }

  private XSalsa20Engine cipher(byte[] nonce) {
    XSalsa20Engine cipher = new XSalsa20Engine();
    cipher.init(true, new ParametersWithIV(new KeyParameter(key.bytes()), nonce));
    return cipher;
  }

  /** One thread may read while another writes: each direction has a cipher of its own. */
  private record Protected(RawConnection raw, XSalsa20Engine writing, XSalsa20Engine reading)
      implements RawConnection {
    @Override
    public Multiaddr localAddress() {
      return raw.localAddress();
    }

    @Override
    public Multiaddr remoteAddress() {
      return raw.remoteAddress();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = raw.read(buffer, offset, length);
      if (count > 0) {
        reading.processBytes(buffer, offset, count, buffer, offset);
      }
      return count;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      byte[] encrypted = new byte[length];
      writing.processBytes(buffer, offset, length, encrypted, 0);
      raw.write(encrypted);
    }

    @Override
    public void closeWrite() throws IOException {
      raw.closeWrite();
    }

    @Override
    public void close() {
      raw.close();
    }
  }
}

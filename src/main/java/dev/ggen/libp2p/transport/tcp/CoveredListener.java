package dev.ggen.libp2p.transport.tcp;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.transport.Listener;
import dev.ggen.libp2p.transport.RawConnection;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * The IPv4 half of an IPv6 wildcard on the same port. Java's IPv6 sockets take IPv4 as well, so
 * that everything arrives at the other listener, and nothing here.
 */
final class CoveredListener implements Listener {
  private final Multiaddr address;
  private final CountDownLatch closed = new CountDownLatch(1);

  CoveredListener(Multiaddr address) {
    this.address = address;
  }

  @Override
  public Multiaddr address() {
    return address;
  }

  @Override
  public RawConnection accept() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("no longer listening on " + address);
  }

  @Override
  public boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

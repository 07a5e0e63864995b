package dev.ggen.libp2p.transport.tcp;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.transport.Listener;
import dev.ggen.libp2p.transport.RawConnection;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A listening socket. */
final class TcpListener implements Listener {
  private final ServerSocketChannel channel;
  private final Multiaddr address;

  TcpListener(ServerSocketChannel channel) throws IOException {
    this.channel = channel;
    this.address = TcpConnection.address(channel.getLocalAddress());
  }

  @Override
  public Multiaddr address() {
    return address;
  }

  @Override
  public RawConnection accept() throws IOException {
    SocketChannel accepted = channel.accept();
    try {
      return new TcpConnection(accepted);
    } catch (IOException | RuntimeException e) {
      accepted.close();
      throw e;
    }
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Its port is given back all the same.
      return;
    }
  }
}

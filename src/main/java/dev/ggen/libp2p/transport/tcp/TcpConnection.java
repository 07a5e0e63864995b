package dev.ggen.libp2p.transport.tcp;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Protocol;
import dev.ggen.libp2p.transport.RawConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connected socket. */
final class TcpConnection implements RawConnection {
  private final SocketChannel channel;
  private final Multiaddr local;
  private final Multiaddr remote;

  TcpConnection(SocketChannel channel) throws IOException {
    this.channel = channel;
    // The muxer gathers small writes itself.
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    this.local = address(channel.getLocalAddress());
    this.remote = address(channel.getRemoteAddress());
  }

  static Multiaddr address(SocketAddress address) throws IOException {
    if (address instanceof InetSocketAddress inet) {
      return Multiaddr.ip(inet.getAddress(), Protocol.TCP, inet.getPort());
    }
    throw new IOException("the socket has no address: it is not connected any more");
  }

  @Override
  public Multiaddr localAddress() {
    return local;
  }

  @Override
  public Multiaddr remoteAddress() {
    return remote;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(buffer, offset, length));
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void closeWrite() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Its descriptor is given back all the same.
      return;
    }
  }
}

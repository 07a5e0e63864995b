package dev.ggen.libp2p.transport.tcp;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Protocol;
import dev.ggen.libp2p.transport.Listener;
import dev.ggen.libp2p.transport.RawConnection;
import dev.ggen.libp2p.transport.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** TCP over IPv4 and IPv6: addresses {@code /ip4/…/tcp/…} and {@code /ip6/…/tcp/…}. */
public final class TcpTransport implements Transport {
  /** Connections that the system may hold until we accept them. */
  private static final int BACKLOG = 1_024;

  private final List<TcpListener> sixes = new CopyOnWriteArrayList<>();

  @Override
  public boolean supports(Multiaddr address) {
    List<Multiaddr.Component> parts =
        address.withoutPeerId().components().stream()
            .filter(part -> part.protocol() != Protocol.IP6ZONE)
            .toList();
    return parts.size() == 2
        && (parts.get(0).protocol() == Protocol.IP4 || parts.get(0).protocol() == Protocol.IP6)
        && parts.get(1).protocol() == Protocol.TCP;
  }

  @Override
  public RawConnection dial(Multiaddr address, Duration timeout) throws IOException {
    InetSocketAddress target = socketAddress(address);
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(target, Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE));
      return new TcpConnection(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw new IOException("can't connect to " + address + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Listener listen(Multiaddr address) throws IOException {
    InetSocketAddress at = socketAddress(address);
    boolean six = at.getAddress() instanceof Inet6Address;
    if (!six && at.getAddress().isAnyLocalAddress() && isCovered(at.getPort())) {
      return new CoveredListener(address);
    }
    ServerSocketChannel channel =
        ServerSocketChannel.open(six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(at, BACKLOG);
      TcpListener listener = new TcpListener(channel);
      if (six && at.getAddress().isAnyLocalAddress()) {
        sixes.removeIf(TcpListener::isClosed);
        sixes.add(listener);
      }
      return listener;
    } catch (BindException e) {
      channel.close();
      throw new IOException(
          "can't listen on "
              + address
              + ": the port is taken, or the address is none of this machine's ("
              + e.getMessage()
              + ")",
          e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw new IOException("can't listen on " + address + ": " + e.getMessage(), e);
    }
  }

  private boolean isCovered(int port) {
    return port != 0
        && sixes.stream()
            .filter(listener -> !listener.isClosed())
            .anyMatch(
                listener -> listener.address().value(Protocol.TCP).equals(Optional.of("" + port)));
  }

  private InetSocketAddress socketAddress(Multiaddr address) throws IOException {
    if (!supports(address)) {
      throw new IOException(address + " is no TCP address; write it like /ip4/192.0.2.1/tcp/4001");
    }
    InetAddress ip = address.ip().orElseThrow();
    return new InetSocketAddress(ip, Integer.parseInt(address.value(Protocol.TCP).orElseThrow()));
  }
}

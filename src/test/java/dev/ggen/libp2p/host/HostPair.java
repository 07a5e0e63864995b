package dev.ggen.libp2p.host;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import dev.ggen.libp2p.transport.tcp.TcpTransport;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** Two hosts, the first of which can dial the second. */
final class HostPair implements AutoCloseable {
  final Host dialler;
  final Host listener;

  private HostPair(Host dialler, Host listener) {
    this.dialler = dialler;
    this.listener = listener;
    dialler.peerStore().add(listener.id(), listener.listenAddresses(), PeerStore.PERMANENT);
  }

  static HostPair tcp() throws IOException {
    return tcp(UnaryOperator.identity());
  }

  static HostPair tcp(UnaryOperator<HostSettings> change) throws IOException {
    return of(
        change.andThen(s -> s.withTransports(new TcpTransport()))::apply, "/ip4/127.0.0.1/tcp/0");
  }

  static HostPair memory(MemoryNetwork network) throws IOException {
    return memory(network, UnaryOperator.identity());
  }

  static HostPair memory(MemoryNetwork network, UnaryOperator<HostSettings> change)
      throws IOException {
    return of(change.andThen(s -> s.withTransports(network))::apply, "/memory/0");
  }

  private static HostPair of(UnaryOperator<HostSettings> change, String address)
      throws IOException {
    return new HostPair(start(change, address), start(change, address));
  }

  private static Host start(UnaryOperator<HostSettings> change, String address) throws IOException {
    return Host.start(
        change.apply(HostSettings.of(PrivateKey.generate(), Multiaddr.parse(address))));
  }

  @Override
  public void close() {
    dialler.close();
    listener.close();
  }
}

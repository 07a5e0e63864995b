package dev.ggen.libp2p.transport.memory;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.transport.RawConnection;
import java.io.IOException;

/** One end of a connection through a {@link MemoryNetwork}. */
record MemoryConnection(
    MemoryNetwork network,
    Multiaddr localAddress,
    Multiaddr remoteAddress,
    MemoryPipe incoming,
    MemoryPipe outgoing)
    implements RawConnection {
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return incoming.read(buffer, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    outgoing.write(buffer, offset, length, network.latency().toNanos());
  }

  @Override
  public void closeWrite() {
    outgoing.end();
  }

  @Override
  public void close() {
    outgoing.end();
    incoming.breakOff("this end has closed the connection");
    network.forget(this);
  }
}

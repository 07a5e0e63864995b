package dev.ggen.libp2p.transport;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;

/** Two ends of one connection in memory. */
public record Duplexes(RawConnection dialled, RawConnection accepted) implements AutoCloseable {
  public static Duplexes create() throws IOException {
    return create(new MemoryNetwork());
  }

  public static Duplexes create(MemoryNetwork network) throws IOException {
    try (Listener listener = network.listen(Multiaddr.parse("/memory/0"))) {
      RawConnection dialled = network.dial(listener.address(), Duration.ofSeconds(1));
      return new Duplexes(dialled, listener.accept());
    }
  }

  @Override
  public void close() {
    dialled.close();
    accepted.close();
  }
}

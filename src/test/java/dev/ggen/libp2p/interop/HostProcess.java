package dev.ggen.libp2p.interop;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.identify.Identify;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.ping.Ping;
import java.io.IOException;

/** A host of ours in a process of its own, to be killed: prints its address and waits. */
final class HostProcess {
  private HostProcess() {}

  public static void main(String[] args) throws IOException {
    try (Host host =
        Host.start(
            HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/ip4/127.0.0.1/tcp/0")))) {
      Ping.on(host);
      Identify.on(host, "test/1.0.0", "/test/1.0.0");
      System.out.println(host.listenAddresses().getFirst().withPeerId(host.id()));
      while (System.in.read() >= 0) {
        // Until the parent ends.
      }
    }
  }
}

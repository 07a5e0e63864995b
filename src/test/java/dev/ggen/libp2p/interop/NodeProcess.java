package dev.ggen.libp2p.interop;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.identify.Identify;
import dev.ggen.libp2p.kad.KadDht;
import dev.ggen.libp2p.kad.KadSettings;
import dev.ggen.libp2p.mdns.MdnsDiscovery;
import dev.ggen.libp2p.mdns.MdnsSettings;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.mux.YamuxSettings;
import dev.ggen.libp2p.ping.Ping;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A node of ours in a process of its own. Its arguments: where it listens, {@code mdns} or {@code
 * alone}, and bootstrap addresses. It prints where it is and then a line for each line it reads:
 * the peers that it is connected with and those that it knows, or what comes of a lookup. It ends
 * with its input.
 */
final class NodeProcess {
  /** So that a cut is noticed within seconds. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(2);

  private NodeProcess() {}

  public static void main(String[] args) throws IOException {
    YamuxSettings yamux = YamuxSettings.defaults();
    HostSettings settings =
        HostSettings.of(PrivateKey.generate(), Multiaddr.parse(args[0]))
            .withYamux(
                new YamuxSettings(
                    yamux.maxWindowBytes(),
                    yamux.maxUnreadBytes(),
                    yamux.maxInboundStreams(),
                    KEEP_ALIVE,
                    yamux.linger()));
    List<Multiaddr> bootstrap = new ArrayList<>();
    for (int i = 2; i < args.length; i++) {
      bootstrap.add(Multiaddr.parse(args[i]));
    }
    try (Host host = Host.start(settings)) {
      Ping.on(host);
      Identify identify = Identify.on(host, "test/1.0.0", "/test/1.0.0");
      KadDht dht = KadDht.start(host, KadSettings.defaults().withBootstrap(bootstrap), Map.of());
      identify.onIdentified(dht::identified);
      if (args[1].equals("mdns")) {
        MdnsDiscovery.on(host, MdnsSettings.defaults());
      }
      System.out.println("id " + host.id());
      serve(host, dht);
    }
  }

  private static void serve(Host host, KadDht dht) throws IOException {
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      String[] request = line.split(" ", -1);
      Multihash content =
          Multihash.sha256(
              Bytes.copyOf(request[request.length - 1].getBytes(StandardCharsets.UTF_8)));
      System.out.println(
          switch (request[0]) {
            case "peers" -> "peers " + host.connections().stream().map(c -> c.peer()).toList();
            case "table" -> "table " + dht.status().tableSize();
            case "provide" -> "stored " + dht.provide(content).stored();
            case "find" -> "found " + dht.findProviders(content, 10).stream().count();
            default -> "unknown";
          });
    }
  }
}

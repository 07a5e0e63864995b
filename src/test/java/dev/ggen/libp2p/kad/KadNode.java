package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.identify.Identify;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.ping.Ping;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A whole node for tests: host, identify, ping and DHT. */
record KadNode(Host host, KadDht dht) implements AutoCloseable {
  /** Values are numbers behind "valid:"; the higher one is better. */
  static final class Numbers implements RecordValidator {
    private static final String PREFIX = "valid:";

    @Override
    public void validate(Bytes key, Bytes value) throws InvalidRecordException {
      if (!text(value).matches(PREFIX + "[0-9]{1,9}")) {
        throw new InvalidRecordException("not valid:<number>, but " + text(value));
      }
    }

    @Override
    public boolean isBetter(Bytes key, Bytes candidate, Bytes present) {
      return number(candidate) > number(present);
    }

    private static int number(Bytes value) {
      return Integer.parseInt(text(value).substring(PREFIX.length()));
    }
  }

  static final Map<String, RecordValidator> VALIDATORS =
      Map.of(PublicKeyValidator.NAMESPACE, new PublicKeyValidator(), "number", new Numbers());

  static Bytes bytes(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(Bytes bytes) {
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }

  static KadNode tcp(UnaryOperator<KadSettings> change) throws IOException {
    Multiaddr address = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");
    return start(HostSettings.of(PrivateKey.generate(), address), change, InstantSource.system());
  }

  static KadNode memory(MemoryNetwork network, UnaryOperator<KadSettings> change)
      throws IOException {
    return memory(network, change, InstantSource.system());
  }

  static KadNode memory(
      MemoryNetwork network, UnaryOperator<KadSettings> change, InstantSource clock)
      throws IOException {
    HostSettings settings =
        HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/memory/0"))
            .withTransports(network);
    return start(settings, change, clock);
  }

  static KadNode start(
      HostSettings hostSettings, UnaryOperator<KadSettings> change, InstantSource clock)
      throws IOException {
    Host host = Host.start(hostSettings);
    try {
      Ping.on(host);
      Identify identify = Identify.on(host, "test/1.0.0", "/test/1.0.0");
      KadDht dht = KadDht.start(host, change.apply(KadSettings.defaults()), VALIDATORS, clock);
      identify.onIdentified(dht::identified);
      return new KadNode(host, dht);
    } catch (IOException | RuntimeException e) {
      host.close();
      throw e;
    }
  }

  /** Where it can be reached, with its id. */
  Multiaddr address() {
    return host.listenAddresses().getFirst().withPeerId(host.id());
  }

  static UnaryOperator<KadSettings> bootstrap(KadNode... nodes) {
    List<Multiaddr> addresses = Arrays.stream(nodes).map(KadNode::address).toList();
    return settings -> settings.withBootstrap(addresses);
  }

  int tableSize() {
    return dht.status().tableSize();
  }

  /** Waits for what others do; fails when it does not come. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    await(what, Duration.ofSeconds(30), condition);
  }

  static void await(String what, Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      Thread.sleep(5);
    }
  }

  @Override
  public void close() {
    dht.close();
    host.close();
  }
}

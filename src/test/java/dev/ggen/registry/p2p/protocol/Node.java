package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.identify.Identify;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A node for tests: host, identify and registry protocol, and what it heard of peers. */
final class Node implements AutoCloseable, RegistryProtocolListener {
  static final Duration LONG = Duration.ofSeconds(60);
  private static final RandomGenerator CHANCE = new SecureRandom();

  final Host host;
  final InMemoryRecords records;
  final RegistryProtocol protocol;
  final List<String> misbehaviour = new CopyOnWriteArrayList<>();
  private final Identify identify;
  private @Nullable Synchronization synchronization;

  private Node(Host host, InMemoryRecords records, RegistryProtocolSettings settings) {
    this.host = host;
    this.records = records;
    this.identify = Identify.on(host, "test/1.0.0", "/test/1.0.0");
    this.protocol = RegistryProtocol.on(host, records, settings, CHANCE);
    protocol.addListener(this);
  }

  static Node memory(MemoryNetwork network, InMemoryRecords records) throws IOException {
    return memory(network, records, RegistryProtocolSettings.defaults());
  }

  static Node memory(
      MemoryNetwork network, InMemoryRecords records, RegistryProtocolSettings settings)
      throws IOException {
    return new Node(host(network), records, settings);
  }

  static Host host(MemoryNetwork network) throws IOException {
    return Host.start(
        HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/memory/0"))
            .withTransports(network));
  }

  static Node tcp(InMemoryRecords records) throws IOException {
    return new Node(
        Host.start(HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/ip4/127.0.0.1/tcp/0"))),
        records,
        RegistryProtocolSettings.defaults());
  }

  Node synchronizing(SyncSettings settings) {
    Synchronization started =
        Synchronization.start(protocol, settings, InstantSource.system(), CHANCE);
    synchronization = started;
    identify.onIdentified(started::identified);
    return this;
  }

  Synchronization synchronization() {
    if (synchronization == null) {
      throw new IllegalStateException("it does not synchronize");
    }
    return synchronization;
  }

  PeerId id() {
    return host.id();
  }

  void connect(Host other) throws IOException {
    host.connect(other.id(), other.listenAddresses());
  }

  @Override
  public void misbehaved(PeerId peer, String reason) {
    misbehaviour.add(reason);
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + LONG + ": " + what);
      }
      Thread.sleep(5);
    }
  }

  @Override
  public void close() {
    if (synchronization != null) {
      synchronization.close();
    }
    protocol.close();
    host.close();
  }
}

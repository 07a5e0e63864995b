package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.VersionRange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The registry protocol on a host: answers peers from this node's records, and asks them.
 * Everything that comes from a peer is checked by {@link SharedRecords#offer} before anybody sees
 * it.
 *
 * <p>Only connected peers are asked. Calls block until their deadline at most (with a peer that has
 * not been identified yet, agreeing on the protocol comes on top), may be made by any number of
 * threads, and throw an {@link IOException} if the peer is not connected or does not answer in time
 * (a retry helps), a {@link BusyException} if it has too much to do, and a {@link
 * dev.ggen.libp2p.transport.ProtocolViolationException} if it breaks the protocol or sends invalid
 * entries (a retry does not help). {@link #close} ends the serving; the host goes on.
 */
public final class RegistryProtocol implements AutoCloseable {
  /** Its name on the wire. */
  public static final String PROTOCOL = "/ggen/registry/1.0.0";

  private final Host host;
  private final RegistryClient client;
  private final Listeners listeners;

  private RegistryProtocol(Host host, RegistryClient client, Listeners listeners) {
    this.host = host;
    this.client = client;
    this.listeners = listeners;
  }

  /**
   * Puts the protocol on a host.
   *
   * @param chance for salts and orders; safe for threads, its seed unknown to peers
   */
  public static RegistryProtocol on(
      Host host, SharedRecords records, RegistryProtocolSettings settings, RandomGenerator chance) {
    Listeners listeners = new Listeners();
    RegistryClient client = new RegistryClient(host, records, settings, listeners, chance);
    host.handle(PROTOCOL, new RegistryServer(records, settings, listeners, client::crosses));
    return new RegistryProtocol(host, client, listeners);
  }

  /** Tells a listener from now on. */
  public void addListener(RegistryProtocolListener listener) {
    listeners.add(listener);
  }

  /** Tells a listener no more. */
  public void removeListener(RegistryProtocolListener listener) {
    listeners.remove(listener);
  }

  /** Makes the catalogues of this node and a peer equal, as far as both keep what they get. */
  public SyncOutcome reconcile(PeerId peer, Duration deadline) throws IOException {
    return client.reconcile(peer, deadline);
  }

  /** What a peer finds; at most as many as the query's limit, from its first hit on. */
  public PeerAnswer search(PeerId peer, SearchQuery query, Duration deadline) throws IOException {
    return client.search(peer, query, deadline);
  }

  /** A peer's grants and records of a name: of all versions, or of those in a range. */
  public PeerAnswer resolve(
      PeerId peer, PackageName name, Optional<VersionRange> range, Duration deadline)
      throws IOException {
    return client.resolve(peer, name, range, deadline);
  }

  /** A peer's grants of up to 256 names. */
  public PeerAnswer grants(PeerId peer, List<PackageName> names, Duration deadline)
      throws IOException {
    return client.grants(peer, names, deadline);
  }

  /** The host that it is on. */
  Host host() {
    return host;
  }

  @Override
  public void close() {
    host.unhandle(PROTOCOL);
  }
}

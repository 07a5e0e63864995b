package dev.ggen.libp2p.host;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.mux.YamuxSettings;
import dev.ggen.libp2p.transport.AddressResolver;
import dev.ggen.libp2p.transport.ConnectionProtector;
import dev.ggen.libp2p.transport.Transport;
import dev.ggen.libp2p.transport.dns.DnsResolver;
import dev.ggen.libp2p.transport.tcp.TcpTransport;
import java.time.Duration;
import java.util.List;

/**
 * What a host is made of. Begin with {@link #of} and change what must be changed.
 *
 * @param identity who the host is
 * @param listenAddresses where it listens; port 0 takes a free one
 * @param announceAddresses what it tells others instead of where it listens; empty for that
 * @param transports in order of preference
 * @param resolver for names in addresses
 * @param protector for private networks
 * @param limits what peers may use
 * @param connectionLimits how many connections are kept
 * @param accessRules whom it deals with
 * @param yamux limits of each connection
 * @param dialTimeout for one address: connecting and securing
 * @param handshakeTimeout for securing an inbound connection
 * @param negotiationTimeout for agreeing on a stream's protocol
 */
public record HostSettings(
    PrivateKey identity,
    List<Multiaddr> listenAddresses,
    List<Multiaddr> announceAddresses,
    List<Transport> transports,
    AddressResolver resolver,
    ConnectionProtector protector,
    ResourceLimits limits,
    ConnectionLimits connectionLimits,
    AccessRules accessRules,
    YamuxSettings yamux,
    Duration dialTimeout,
    Duration handshakeTimeout,
    Duration negotiationTimeout) {
  public HostSettings {
    listenAddresses = List.copyOf(listenAddresses);
    announceAddresses = List.copyOf(announceAddresses);
    transports = List.copyOf(transports);
  }

  /** A host on TCP and DNS with the default limits, which listens at these addresses. */
  public static HostSettings of(PrivateKey identity, Multiaddr... listenAddresses) {
    return new HostSettings(
        identity,
        List.of(listenAddresses),
        List.of(),
        List.of(new TcpTransport()),
        new DnsResolver(),
        ConnectionProtector.NONE,
        ResourceLimits.defaults(),
        ConnectionLimits.defaults(),
        new AccessRules(),
        YamuxSettings.defaults(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10));
  }

  /** The same with other ones. */
  public HostSettings withTransports(Transport... others) {
    return new HostSettings(
        identity,
        listenAddresses,
        announceAddresses,
        List.of(others),
        resolver,
        protector,
        limits,
        connectionLimits,
        accessRules,
        yamux,
        dialTimeout,
        handshakeTimeout,
        negotiationTimeout);
  }

  /** The same with other ones. */
  public HostSettings withAnnounceAddresses(List<Multiaddr> addresses) {
    return new HostSettings(
        identity,
        listenAddresses,
        addresses,
        transports,
        resolver,
        protector,
        limits,
        connectionLimits,
        accessRules,
        yamux,
        dialTimeout,
        handshakeTimeout,
        negotiationTimeout);
  }

  /** The same with another way to resolve names. */
  public HostSettings withResolver(AddressResolver other) {
    return new HostSettings(
        identity,
        listenAddresses,
        announceAddresses,
        transports,
        other,
        protector,
        limits,
        connectionLimits,
        accessRules,
        yamux,
        dialTimeout,
        handshakeTimeout,
        negotiationTimeout);
  }

  /** The same in a private network. */
  public HostSettings withProtector(ConnectionProtector other) {
    return new HostSettings(
        identity,
        listenAddresses,
        announceAddresses,
        transports,
        resolver,
        other,
        limits,
        connectionLimits,
        accessRules,
        yamux,
        dialTimeout,
        handshakeTimeout,
        negotiationTimeout);
  }

  /** The same with other ones. */
  public HostSettings withLimits(ResourceLimits other) {
    return new HostSettings(
        identity,
        listenAddresses,
        announceAddresses,
        transports,
        resolver,
        protector,
        other,
        connectionLimits,
        accessRules,
        yamux,
        dialTimeout,
        handshakeTimeout,
        negotiationTimeout);
  }

  /** The same with other ones. */
  public HostSettings withConnectionLimits(ConnectionLimits other) {
    return new HostSettings(
        identity,
        listenAddresses,
        announceAddresses,
        transports,
        resolver,
        protector,
        limits,
        other,
        accessRules,
        yamux,
        dialTimeout,
        handshakeTimeout,
        negotiationTimeout);
  }

  /** The same with other ones. */
  public HostSettings withAccessRules(AccessRules other) {
    return new HostSettings(
        identity,
        listenAddresses,
        announceAddresses,
        transports,
        resolver,
        protector,
        limits,
        connectionLimits,
        other,
        yamux,
        dialTimeout,
        handshakeTimeout,
        negotiationTimeout);
  }

  /** The same with other ones. */
  public HostSettings withYamux(YamuxSettings other) {
    return new HostSettings(
        identity,
        listenAddresses,
        announceAddresses,
        transports,
        resolver,
        protector,
        limits,
        connectionLimits,
        accessRules,
        other,
        dialTimeout,
        handshakeTimeout,
        negotiationTimeout);
  }

  /** Sets the three timeouts. */
  public HostSettings withTimeouts(Duration dial, Duration handshake, Duration negotiation) {
    return new HostSettings(
        identity,
        listenAddresses,
        announceAddresses,
        transports,
        resolver,
        protector,
        limits,
        connectionLimits,
        accessRules,
        yamux,
        dial,
        handshake,
        negotiation);
  }
}

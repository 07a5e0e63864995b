package dev.ggen.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.host.PeerFacts;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.ping.Ping;
import dev.ggen.libp2p.ping.PingStream;
import dev.ggen.libp2p.transport.Duplexes;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IdentifyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Multiaddr SEEN = Multiaddr.parse("/ip4/8.8.8.8/tcp/4001");

  private final MemoryNetwork network = new MemoryNetwork();

  private Host host() throws IOException {
    return Host.start(
        HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/memory/0"))
            .withTransports(network));
  }

  private static BlockingQueue<PeerId> identifying(Host host) {
    BlockingQueue<PeerId> identified = new LinkedBlockingQueue<>();
    Identify.on(host, "test/1.0.0", "/test/1.0.0").onIdentified(identified::add);
    return identified;
  }

  @Test
  void bothLearnOfEachOtherAndOfChanges() throws Exception {
    try (Host one = host();
        Host other = host()) {
      BlockingQueue<PeerId> ones = identifying(one);
      BlockingQueue<PeerId> others = identifying(other);
      one.connect(other.id(), other.listenAddresses());

      assertThat(ones.poll(10, TimeUnit.SECONDS)).isEqualTo(other.id());
      assertThat(others.poll(10, TimeUnit.SECONDS)).isEqualTo(one.id());
      PeerFacts facts = other.peerStore().facts(one.id());
      assertThat(facts.agentVersion()).contains("test/1.0.0");
      assertThat(facts.protocolVersion()).contains("/test/1.0.0");
      assertThat(facts.protocols()).contains(Identify.PROTOCOL, Identify.PUSH_PROTOCOL);
      assertThat(facts.addresses()).containsAll(one.listenAddresses());
      assertThat(facts.signedRecord()).isPresent();

      one.handle("/test/new", Stream::close);
      assertThat(others.poll(10, TimeUnit.SECONDS)).isEqualTo(one.id());
      assertThat(other.peerStore().speaks(one.id(), "/test/new")).isTrue();
    }
  }

  @Test
  void aMessageGoesThereAndBackWithAllOrNoFields() throws Exception {
    IdentifyMessage full =
        new IdentifyMessage(
            Optional.of(Bytes.of(1)),
            List.of(SEEN),
            Set.of("/a", "/b"),
            Optional.of(SEEN),
            Optional.of("/p/1"),
            Optional.of("agent/1"),
            Optional.of(Bytes.of(2)));
    IdentifyMessage empty =
        new IdentifyMessage(
            Optional.empty(),
            List.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(IdentifyMessage.decode(full.encode())).isEqualTo(full);
    assertThat(IdentifyMessage.decode(new byte[0])).isEqualTo(empty);
    try (Duplexes raw = Duplexes.create()) {
      full.write(raw.dialled());
      assertThat(IdentifyMessage.read(raw.accepted())).isEqualTo(full);
    }
  }

  @Test
  void limitsOfAMessageAreMetExactly() throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < IdentifyMessage.MAX_PROTOCOLS; i++) {
      names.add("/protocol/" + i);
    }
    assertThat(IdentifyMessage.decode(message(List.of(), names)).protocols())
        .hasSize(IdentifyMessage.MAX_PROTOCOLS);
    names.add("/one/more");
    assertViolates(message(List.of(), names));

    List<Multiaddr> most = Collections.nCopies(IdentifyMessage.MAX_ADDRESSES, SEEN);
    assertThat(IdentifyMessage.decode(message(most, List.of())).listenAddresses())
        .hasSize(IdentifyMessage.MAX_ADDRESSES);
    assertViolates(
        message(Collections.nCopies(IdentifyMessage.MAX_ADDRESSES + 1, SEEN), List.of()));
    assertViolates(new byte[] {0x0a, 0x7f});
  }

  private static byte[] message(List<Multiaddr> addresses, List<String> protocols)
      throws IOException {
    return new IdentifyMessage(
            Optional.empty(),
            addresses,
            Set.copyOf(protocols),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty())
        .encode();
  }

  private static void assertViolates(byte[] message) {
    assertThatThrownBy(() -> IdentifyMessage.decode(message))
        .isInstanceOf(ProtocolViolationException.class);
  }

  @Test
  void aMessageThatIsTooLongIsRefusedByItsLength() throws Exception {
    try (Duplexes raw = Duplexes.create()) {
      raw.dialled().write(new byte[] {(byte) 0x81, (byte) 0x80, 0x04});

      assertThatThrownBy(() -> IdentifyMessage.read(raw.accepted()))
          .isInstanceOf(ProtocolViolationException.class)
          .hasMessageContaining("65537");
    }
  }

  @Test
  void anAddressIsConfirmedByFourIndependentObservers() {
    ObservedAddresses observed = new ObservedAddresses();
    for (int i = 1; i < ObservedAddresses.OBSERVERS; i++) {
      observed.on("observer " + i, SEEN, NOW);
      observed.on("observer 1", SEEN, NOW);
    }
    assertThat(observed.confirmed(NOW)).isEmpty();

    observed.on("the last", SEEN, NOW);
    assertThat(observed.confirmed(NOW)).containsExactly(SEEN);
    assertThat(observed.confirmed(NOW.plus(ObservedAddresses.LIFETIME))).containsExactly(SEEN);
    assertThat(observed.confirmed(NOW.plus(ObservedAddresses.LIFETIME).plusMillis(1))).isEmpty();
  }

  @Test
  void liesCostBoundedMemoryAndOnlyTheBestConfirmedAreAnnounced() {
    ObservedAddresses observed = new ObservedAddresses();
    for (int i = 0; i < 2 * ObservedAddresses.MAX_ADDRESSES; i++) {
      for (int o = 0; o < 4; o++) {
        observed.on("o" + o, Multiaddr.parse("/memory/" + i), NOW);
      }
    }
    observed.on("o5", Multiaddr.parse("/memory/100"), NOW);

    assertThat(observed.confirmed(NOW))
        .hasSize(ObservedAddresses.MAX_CONFIRMED)
        .contains(Multiaddr.parse("/memory/100"));
  }

  @Test
  void pingsAreAnsweredOnTwoStreamsOfAPeerAndNotOnAThird() throws Exception {
    try (Host one = host();
        Host other = host()) {
      Ping ping = Ping.on(one);
      Ping.on(other);
      one.connect(other.id(), other.listenAddresses());

      try (PingStream first = ping.open(other.id(), Duration.ofSeconds(5));
          PingStream second = ping.open(other.id(), Duration.ofSeconds(5))) {
        assertThat(first.ping()).isPositive();
        assertThat(second.ping()).isPositive();
        assertThatThrownBy(
                () -> {
                  try (PingStream third = ping.open(other.id(), Duration.ofSeconds(5))) {
                    third.ping();
                  }
                })
            .isInstanceOf(IOException.class);
        assertThat(first.ping()).isPositive();
      }
    }
  }
}

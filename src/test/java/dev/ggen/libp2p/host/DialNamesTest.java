package dev.ggen.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.AddressResolver;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DialNamesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final List<Multiaddr> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<Duration> shares = Collections.synchronizedList(new ArrayList<>());
  private final MemoryNetwork network = new MemoryNetwork();

  private static List<Multiaddr> names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Multiaddr.parse("/dns4/name-" + i + ".test/tcp/1"))
        .toList();
  }

  /** Notes what it is asked for, and knows nothing. */
  private List<Multiaddr> nothing(Multiaddr address, Duration timeout) throws IOException {
    asked.add(address);
    shares.add(timeout);
    throw new IOException(address + " is unknown");
  }

  private Host host(AddressResolver resolver, String listenAddress) throws IOException {
    return Host.start(
        HostSettings.of(PrivateKey.generate(), Multiaddr.parse(listenAddress))
            .withTransports(network)
            .withResolver(resolver)
            .withTimeouts(TIMEOUT, TIMEOUT, TIMEOUT));
  }

  @Test
  void asManyNamesAsAreAllowedAreLookedUp() {
    List<Exception> failures = new ArrayList<>();

    new DialNames(this::nothing, TIMEOUT).lookUp(names(DialNames.MAX_NAMES), failures);

    assertThat(asked).isEqualTo(names(DialNames.MAX_NAMES));
    assertThat(failures).hasSize(DialNames.MAX_NAMES);
  }

  @Test
  void allNamesTogetherGetOneTimeout() {
    new DialNames(this::nothing, TIMEOUT).lookUp(names(DialNames.MAX_NAMES), new ArrayList<>());

    // The last one gets what those before it have left.
    assertThat(shares.getFirst()).isLessThanOrEqualTo(TIMEOUT.dividedBy(DialNames.MAX_NAMES));
    assertThat(shares).allMatch(share -> share.compareTo(TIMEOUT) <= 0);
  }

  @Test
  void aPeerOfManyNamesCantMakeUsLookThemAllUp() throws Exception {
    PeerId peer = PrivateKey.generate().publicKey().peerId();
    try (Host host = host(this::nothing, "/memory/0")) {
      assertThatThrownBy(() -> host.connect(peer, names(64)))
          .isInstanceOf(DialException.class)
          .hasMessageContaining("of 64 names only 4 count");
    }
    assertThat(asked).hasSize(DialNames.MAX_NAMES);
  }

  @Test
  void noNameIsLookedUpWhereAnotherAddressLeadsToThePeer() throws Exception {
    try (Host here = host(this::nothing, "/memory/0");
        Host there = host(this::nothing, "/memory/0")) {
      List<Multiaddr> addresses = new ArrayList<>(names(1));
      addresses.addAll(there.listenAddresses());

      assertThat(here.connect(there.id(), addresses).peer()).isEqualTo(there.id());
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void aNameLeadsToThePeerWhereNothingElseDoes() throws Exception {
    try (Host there = host(this::nothing, "/memory/0");
        Host here = host((name, timeout) -> there.listenAddresses(), "/memory/0")) {
      List<Multiaddr> addresses = new ArrayList<>(names(1));
      addresses.add(Multiaddr.parse("/memory/77"));

      assertThat(here.connect(there.id(), addresses).peer()).isEqualTo(there.id());
    }
  }
}

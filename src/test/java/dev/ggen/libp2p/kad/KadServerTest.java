package dev.ggen.libp2p.kad;

import static dev.ggen.libp2p.kad.KadNode.await;
import static dev.ggen.libp2p.kad.KadNode.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.kad.KadStatus.Refusal;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.multiformats.Varint;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server makes of good and of bad requests. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class KadServerTest {
  private static final Multihash CONTENT = Multihash.sha256(bytes("content"));
  private static final Bytes KEY = bytes("/number/seven");
  private static final int MAX_VALUE = 1_000;
  private static final int PER_SECOND = 50;

  private final MemoryNetwork network = new MemoryNetwork();
  private KadNode server;
  private KadNode client;

  @SuppressWarnings("NullAway.Init")
  KadServerTest() {}

  @BeforeEach
  void startNodes() throws Exception {
    server =
        KadNode.memory(
            network,
            settings ->
                settings.withStorage(
                    new KadSettings.Storage(
                        Optional.empty(),
                        10,
                        1 << 20,
                        MAX_VALUE,
                        Duration.ofDays(2),
                        Duration.ofHours(22),
                        Duration.ofDays(1),
                        PER_SECOND)));
    client = KadNode.memory(network, s -> s.withMode(KadSettings.Mode.CLIENT));
    client.host().connect(server.address());
  }

  @AfterEach
  void closeNodes() {
    client.close();
    server.close();
  }

  private Stream open() throws IOException {
    Stream stream = client.host().newStream(server.host().id(), KadSettings.GGEN_PROTOCOL);
    stream.deadline(Duration.ofSeconds(20));
    return stream;
  }

  private Optional<KadMessage> send(KadMessage request) throws IOException {
    try (Stream stream = open()) {
      request.write(stream);
      stream.closeWrite();
      return KadMessage.read(stream);
    }
  }

  private void assertRefused(KadMessage request, Refusal reason) throws Exception {
    long before = server.dht().status().refused().getOrDefault(reason, 0L);
    assertThatThrownBy(() -> send(request)).isInstanceOf(IOException.class);
    await(
        "it is counted",
        () -> server.dht().status().refused().getOrDefault(reason, 0L) == before + 1);
    assertThat(server.dht().status().valueRecords()).isZero();
    assertThat(server.dht().status().providerRecords()).isZero();
    assertThat(server.tableSize()).isZero();
  }

  private static KadMessage put(Bytes key, Bytes recordKey, Bytes value) {
    return new KadMessage(
        KadMessage.Type.PUT_VALUE,
        key,
        Optional.of(new KadRecord(recordKey, value, Optional.empty())),
        List.of(),
        List.of());
  }

  private static KadMessage addProvider(Bytes key, PeerId provider) {
    KadPeer peer =
        new KadPeer(provider, List.of(Multiaddr.parse("/memory/9")), KadPeer.Link.NOT_CONNECTED);
    return new KadMessage(
        KadMessage.Type.ADD_PROVIDER, key, Optional.empty(), List.of(), List.of(peer));
  }

  @Test
  void severalRequestsOnOneStreamAreAnsweredInOrder() throws Exception {
    try (Stream stream = open()) {
      put(KEY, KEY, bytes("valid:1")).write(stream);
      KadMessage.of(KadMessage.Type.GET_VALUE, KEY).write(stream);
      addProvider(CONTENT.encode(), client.host().id()).write(stream);
      KadMessage.of(KadMessage.Type.GET_PROVIDERS, CONTENT.encode()).write(stream);
      KadMessage.of(KadMessage.Type.PING, Bytes.EMPTY).write(stream);

      assertThat(KadMessage.read(stream)).contains(put(KEY, KEY, bytes("valid:1")));
      KadRecord held = KadMessage.read(stream).orElseThrow().value().orElseThrow();
      assertThat(held.value()).isEqualTo(bytes("valid:1"));
      assertThat(held.timeReceived()).isPresent();
      assertThat(KadMessage.read(stream).orElseThrow().providerPeers())
          .singleElement()
          .satisfies(provider -> assertThat(provider.id()).isEqualTo(client.host().id()));
      assertThat(KadMessage.read(stream))
          .contains(KadMessage.of(KadMessage.Type.PING, Bytes.EMPTY));
    }
  }

  @Test
  void whoAsksForTheServerItselfOrItsClientsIsToldWhereTheyAre() throws Exception {
    KadMessage itself =
        send(KadMessage.of(KadMessage.Type.FIND_NODE, server.host().id().bytes())).orElseThrow();

    assertThat(itself.closerPeers())
        .singleElement()
        .isEqualTo(
            new KadPeer(server.host().id(), server.host().addresses(), KadPeer.Link.CONNECTED));
  }

  @Test
  void aCidStandsForItsMultihash() throws Exception {
    send(addProvider(Cid.v1(Cid.RAW, CONTENT).encode(), client.host().id()));

    assertThat(server.dht().findProviders(CONTENT, 1).hasNext()).isTrue();
  }

  @Test
  void aProviderThatIsSomebodyElseIsRefused() throws Exception {
    assertRefused(
        addProvider(CONTENT.encode(), PeerId.ofKey(bytes("else"))), Refusal.FOREIGN_PROVIDER);
    assertRefused(
        KadMessage.of(KadMessage.Type.ADD_PROVIDER, CONTENT.encode()), Refusal.FOREIGN_PROVIDER);
  }

  @Test
  void aKeyThatIsNoMultihashIsRefused() throws Exception {
    assertRefused(addProvider(bytes("nonsense"), client.host().id()), Refusal.MALFORMED);
    assertRefused(
        KadMessage.of(KadMessage.Type.GET_PROVIDERS, bytes("nonsense")), Refusal.MALFORMED);
    assertRefused(KadMessage.of(KadMessage.Type.FIND_NODE, Bytes.EMPTY), Refusal.MALFORMED);
  }

  @Test
  void aValueThatItsValidatorDoesNotTakeIsRefused() throws Exception {
    assertRefused(put(KEY, KEY, bytes("forged")), Refusal.INVALID_RECORD);
    assertRefused(put(bytes("/none/x"), bytes("/none/x"), KEY), Refusal.INVALID_RECORD);
    assertRefused(put(KEY, bytes("/number/other"), bytes("valid:1")), Refusal.MALFORMED);
    assertRefused(KadMessage.of(KadMessage.Type.PUT_VALUE, KEY), Refusal.MALFORMED);
  }

  @Test
  void aPublicKeyOfSomebodyElseIsRefused() throws Exception {
    Bytes key = PublicKeyValidator.key(server.host().id());
    Bytes foreign = client.host().identity().publicKey().encode();

    assertRefused(put(key, key, foreign), Refusal.INVALID_RECORD);
    assertRefused(put(key, key, bytes("no key")), Refusal.INVALID_RECORD);
  }

  @ParameterizedTest
  @ValueSource(ints = {MAX_VALUE + 1, KadSettings.MAX_VALUE_BYTES})
  void aValueThatIsTooLongIsRefused(int size) throws Exception {
    assertRefused(put(KEY, KEY, bytes("v".repeat(size))), Refusal.OVERSIZED);
  }

  @Test
  void anOlderValueIsRefusedAndTheSameIsNot() throws Exception {
    send(put(KEY, KEY, bytes("valid:2")));

    assertThatThrownBy(() -> send(put(KEY, KEY, bytes("valid:1")))).isInstanceOf(IOException.class);
    assertThat(send(put(KEY, KEY, bytes("valid:2")))).isPresent();
    assertThat(server.dht().getValue(KEY, 1)).contains(bytes("valid:2"));
    assertThat(server.dht().status().refused()).containsEntry(Refusal.OLDER_RECORD, 1L);
  }

  @Test
  void oneWhoPutsMoreThanItsShareIsRefusedWhenThereIsNoRoomLeft() throws Exception {
    for (int i = 0; i < 10; i++) {
      send(addProvider(Multihash.sha256(bytes("c" + i)).encode(), client.host().id()));
    }

    assertThatThrownBy(
            () -> send(addProvider(Multihash.sha256(bytes("more")).encode(), client.host().id())))
        .isInstanceOf(IOException.class);
    assertThat(server.dht().status().providerRecords()).isEqualTo(10);
    await(
        "it is counted",
        () -> server.dht().status().refused().getOrDefault(Refusal.NO_ROOM, 0L) == 1);
  }

  @Test
  void aFloodIsCutOffAndOthersAreServed() throws Exception {
    KadMessage request = KadMessage.of(KadMessage.Type.FIND_NODE, KEY);
    int served = 0;
    try (Stream stream = open()) {
      for (int i = 0; i < 100 * PER_SECOND; i++) {
        request.write(stream);
        served += KadMessage.read(stream).isPresent() ? 1 : 0;
      }
    } catch (IOException e) {
      assertThat(served).isGreaterThanOrEqualTo(3 * PER_SECOND);
    }

    assertThat(served).isLessThan(50 * PER_SECOND);
    await(
        "it is counted",
        () -> server.dht().status().refused().getOrDefault(Refusal.FLOOD, 0L) >= 1);
    try (KadNode other = KadNode.memory(network, KadNode.bootstrap(server))) {
      await("others are served", () -> other.tableSize() == 1);
    }
  }

  @Test
  void aMessageThatIsTooLongIsRefusedBeforeItIsRead() throws Exception {
    try (Stream stream = open()) {
      stream.write(Varint.encode(KadMessage.MAX_BYTES + 1).toByteArray());

      assertThatThrownBy(() -> KadMessage.read(stream)).isInstanceOf(IOException.class);
    }
    await(
        "it is counted",
        () -> server.dht().status().refused().getOrDefault(Refusal.MALFORMED, 0L) == 1);
  }

  @Test
  void nonsenseDoesNoHarm() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      byte[] nonsense = new byte[1 + random.nextInt(200)];
      random.nextBytes(nonsense);
      nonsense[0] = (byte) (nonsense.length - 1);
      boolean _ = sendQuietly(nonsense);
    }

    assertThat(server.dht().status().providerRecords()).as("seed %s", seed).isZero();
    assertThat(server.dht().status().valueRecords()).isZero();
    assertThat(send(KadMessage.of(KadMessage.Type.FIND_NODE, KEY))).isPresent();
  }

  /** Whether it is refused or not: what is left behind counts. */
  private boolean sendQuietly(byte[] bytes) {
    try (Stream stream = open()) {
      stream.write(bytes);
      stream.closeWrite();
      return KadMessage.read(stream).isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}

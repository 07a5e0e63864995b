package dev.ggen.libp2p.kad;

import static dev.ggen.libp2p.kad.KadNode.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node remembers over restarts, and the two stores of records in it. */
class KadStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final PeerId ALICE = PeerId.ofKey(bytes("alice"));
  private static final Multihash KEY = Multihash.sha256(bytes("key"));
  private static final KadPeer PEER =
      new KadPeer(
          ALICE, List.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/4001")), KadPeer.Link.NOT_CONNECTED);

  @TempDir private Path folder;

  private KadSettings.Storage settings() {
    return KadSettings.defaults().withFolder(folder).storage();
  }

  private KadStore open() throws IOException {
    return KadStore.open(settings());
  }

  @Test
  void everythingIsThereAfterARestart() throws Exception {
    try (KadStore store = open()) {
      new ValueStore(store.values(), settings()).put(bytes("/a/b"), bytes("value"), ALICE, NOW);
      new ProviderStore(store.providers(), settings()).add(KEY, PEER, NOW);
      store.provided().put(KEY.encode(), Bytes.EMPTY, NOW);
      store.published().put(bytes("/a/b"), bytes("value"), NOW);
      store.rememberPeers(List.of(PEER));
    }

    try (KadStore again = open()) {
      assertThat(new ValueStore(again.values(), settings()).get(bytes("/a/b"), NOW))
          .contains(
              new KadRecord(bytes("/a/b"), bytes("value"), Optional.of("2026-11-24T00:00:00Z")));
      assertThat(new ProviderStore(again.providers(), settings()).get(KEY, 10, NOW))
          .containsExactly(PEER);
      assertThat(again.provided().contains(KEY.encode())).isTrue();
      assertThat(again.published().publishedBefore(NOW.plusMillis(1)))
          .contains(Map.entry(bytes("/a/b"), bytes("value")));
      assertThat(again.published().publishedBefore(NOW)).isEmpty();
      assertThat(again.rememberedPeers()).containsExactly(PEER);
    }
  }

  /** What a process that is killed leaves behind is what is in the file at that moment. */
  @Test
  void whatWasPutASecondAgoSurvivesACrash(@TempDir Path other) throws Exception {
    try (KadStore store = open()) {
      new ProviderStore(store.providers(), settings()).add(KEY, PEER, NOW);

      KadNode.await("it is in the file", () -> copyHasProvider(other));
    }
  }

  private boolean copyHasProvider(Path other) {
    try {
      Files.copy(
          folder.resolve("kad.mv.db"),
          other.resolve("kad.mv.db"),
          StandardCopyOption.REPLACE_EXISTING);
      KadSettings.Storage there = KadSettings.defaults().withFolder(other).storage();
      try (KadStore copy = KadStore.open(there)) {
        return !new ProviderStore(copy.providers(), there).get(KEY, 1, NOW).isEmpty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFloodDoesNotMakeTheFileGrowWithoutEnd() throws Exception {
    KadSettings.Storage few =
        new KadSettings.Storage(
            Optional.of(folder),
            100,
            1 << 20,
            1_024,
            Duration.ofDays(2),
            Duration.ofHours(22),
            Duration.ofDays(1),
            500);
    try (KadStore store = KadStore.open(few)) {
      ProviderStore providers = new ProviderStore(store.providers(), few);
      for (int i = 0; i < 50_000; i++) {
        providers.add(Multihash.sha256(bytes("flood " + i % 200)), PEER, NOW);
      }
      assertThat(store.providers().size()).isEqualTo(100);
    }

    assertThat(Files.size(folder.resolve("kad.mv.db"))).isLessThan(20 << 20);
  }

  @Test
  void aDamagedFileIsSetAside() throws Exception {
    open().close();
    Path file = folder.resolve("kad.mv.db");
    Files.write(file, new byte[50_000]);

    try (KadStore fresh = open()) {
      assertThat(fresh.rememberedPeers()).isEmpty();
    }

    assertThat(folder.resolve("kad.mv.db.damaged")).exists();
  }

  @Test
  void aFileInUseIsNotTakenAway() throws Exception {
    try (KadStore store = open()) {
      assertThat(store.rememberedPeers()).isEmpty();

      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another process");
    }
  }

  @Test
  void addressesOfAProviderAreToldForADayAndItselfForTwo() throws Exception {
    try (KadStore store = open()) {
      ProviderStore providers = new ProviderStore(store.providers(), settings());
      providers.add(KEY, PEER, NOW);

      Instant day = NOW.plus(Duration.ofDays(1));
      assertThat(providers.get(KEY, 10, day.minusMillis(1))).containsExactly(PEER);
      assertThat(providers.get(KEY, 10, day))
          .containsExactly(new KadPeer(ALICE, List.of(), KadPeer.Link.NOT_CONNECTED));
      assertThat(providers.get(KEY, 10, NOW.plus(Duration.ofDays(2)))).isEmpty();
    }
  }

  @Test
  void providersOfOneKeyAreNotThoseOfAnother() throws Exception {
    try (KadStore store = open()) {
      ProviderStore providers = new ProviderStore(store.providers(), settings());
      Multihash other = Multihash.identity(KEY.encode().slice(0, 10));
      providers.add(KEY, PEER, NOW);

      assertThat(providers.get(other, 10, NOW)).isEmpty();
    }
  }
}

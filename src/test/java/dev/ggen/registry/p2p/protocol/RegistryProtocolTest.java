package dev.ggen.registry.p2p.protocol;

import static dev.ggen.registry.p2p.protocol.InMemoryRecords.entry;
import static dev.ggen.registry.p2p.protocol.InMemoryRecords.text;
import static dev.ggen.registry.p2p.protocol.Node.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.negotiate.UnsupportedProtocolException;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.VersionRange;
import dev.ggen.registry.p2p.reconcile.ReconciliationLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two honest nodes. */
class RegistryProtocolTest {
  private final MemoryNetwork network = new MemoryNetwork();
  private final InMemoryRecords here = new InMemoryRecords();
  private final InMemoryRecords there = new InMemoryRecords();
  private final Node asking = Node.memory(network, here);
  private final Node asked = Node.memory(network, there);

  RegistryProtocolTest() throws IOException {
    asking.connect(asked.host);
  }

  @AfterEach
  void close() {
    asking.close();
    asked.close();
  }

  private SyncOutcome reconcile() throws IOException {
    return asking.protocol.reconcile(asked.id(), LONG);
  }

  @Test
  void cataloguesAreEqualAfterOneComparison() throws Exception {
    here.with(3_000, "common").with(40, "mine");
    there.with(3_000, "common").with(60, "yours");
    SyncOutcome outcome = reconcile();
    assertThat(outcome.received()).isEqualTo(60);
    assertThat(outcome.sent()).isEqualTo(40);
    assertThat(outcome.refused()).isZero();
    assertThat(outcome.withheld()).isZero();
    assertThat(outcome.complete()).isTrue();
    assertThat(outcome.trips()).isLessThanOrEqualTo(12);
    assertThat(outcome.bytes()).isGreaterThan(outcome.comparisonBytes());
    assertThat(here.hashes()).isEqualTo(there.hashes()).hasSize(3_100);

    SyncOutcome again = reconcile();
    assertThat(again.received() + again.sent()).isZero();
    assertThat(again.trips()).isEqualTo(1);
    assertThat(again.bytes()).isLessThan(600);
  }

  @Test
  void emptyCataloguesAreEqual() throws Exception {
    SyncOutcome outcome = reconcile();
    assertThat(outcome.received() + outcome.sent()).isZero();
    assertThat(outcome.complete()).isTrue();
  }

  @Test
  void freshNodeGetsAllAndGivesAll() throws Exception {
    there.with(5_000, "yours");
    assertThat(reconcile().received()).isEqualTo(5_000);
    assertThat(here.hashes()).isEqualTo(there.hashes());
    InMemoryRecords third = new InMemoryRecords();
    try (Node fresh = Node.memory(network, third)) {
      asking.connect(fresh.host);
      assertThat(asking.protocol.reconcile(fresh.id(), LONG).sent()).isEqualTo(5_000);
    }
    assertThat(third.hashes()).isEqualTo(there.hashes());
  }

  @Test
  void biggestEntriesTravelInSeveralMessages() throws Exception {
    for (int i = 0; i < 400; i++) {
      String big = "big@1.0." + i + " " + "x".repeat(8_000);
      there.with(big + "x".repeat(Wire.MAX_ENTRY_BYTES - big.length()));
      here.with("mine@1.0." + i + " " + "x".repeat(8_000));
    }
    SyncOutcome outcome = reconcile();
    assertThat(outcome.received()).isEqualTo(400);
    assertThat(outcome.sent()).isEqualTo(400);
    assertThat(here.hashes()).isEqualTo(there.hashes());
  }

  @Test
  void refusedEntriesAreNotBroughtAgain() throws Exception {
    there.with(30, "spam").with(5, "good");
    InMemoryRecords choosy = new InMemoryRecords(text -> text.startsWith("spam"));
    try (Node node = Node.memory(network, choosy)) {
      node.connect(asked.host);
      SyncOutcome first = node.protocol.reconcile(asked.id(), LONG);
      assertThat(first.received()).isEqualTo(5);
      assertThat(first.refused()).isEqualTo(30);
      SyncOutcome second = node.protocol.reconcile(asked.id(), LONG);
      assertThat(second.received() + second.refused()).isZero();

      asked.connect(node.host);
      SyncOutcome third = asked.protocol.reconcile(node.id(), LONG);
      assertThat(third.sent()).isZero();
    }
    assertThat(asking.misbehaviour).isEmpty();
    assertThat(asked.misbehaviour).isEmpty();
  }

  @Test
  void limitsLeaveTheRestToTheNextComparison() throws Exception {
    there.with(500, "yours");
    RegistryProtocolSettings few =
        RegistryProtocolSettings.defaults()
            .withLimits(ReconciliationLimits.defaults().withMaxHashes(200));
    InMemoryRecords mine = new InMemoryRecords();
    try (Node node = Node.memory(network, mine, few)) {
      node.connect(asked.host);
      SyncOutcome first = node.protocol.reconcile(asked.id(), LONG);
      assertThat(first.complete()).isFalse();
      assertThat(first.received()).isEqualTo(200);
      assertThat(node.protocol.reconcile(asked.id(), LONG).received()).isEqualTo(200);
      SyncOutcome last = node.protocol.reconcile(asked.id(), LONG);
      assertThat(last.received()).isEqualTo(100);
      assertThat(last.complete()).isTrue();
    }
  }

  @Test
  void searchBringsWhatAPeerFinds() throws Exception {
    there.with("web@1.0.0 framework", "web@2.0.0 framework", "other@1.0.0 thing");
    PeerAnswer answer = asking.protocol.search(asked.id(), SearchQuery.of("framework"), LONG);
    assertThat(answer.kept()).hasSize(2).allMatch(entry -> text(entry).contains("framework"));
    assertThat(answer.more()).isFalse();
    assertThat(here.size()).isEqualTo(2);
    SearchQuery one = new SearchQuery("framework", "web", List.of("a", "b"), 1, 0, false);
    assertThat(asking.protocol.search(asked.id(), one, LONG).kept()).hasSize(1);
  }

  @Test
  void resolveBringsGrantsAndRecordsOfAName() throws Exception {
    there.with("web@1.0.0 a", "web@2.0.0 b", "webs@1.0.0 c", "grant web");
    PackageName web = new PackageName("web");
    assertThat(asking.protocol.resolve(asked.id(), web, Optional.empty(), LONG).kept())
        .containsExactlyInAnyOrder(entry("grant web"), entry("web@1.0.0 a"), entry("web@2.0.0 b"));
    assertThat(
            asking
                .protocol
                .resolve(asked.id(), web, Optional.of(VersionRange.of("2.0.0")), LONG)
                .kept())
        .containsExactly(entry("grant web"), entry("web@2.0.0 b"));
    assertThat(
            asking
                .protocol
                .grants(asked.id(), List.of(new PackageName("nobodys"), web), LONG)
                .kept())
        .containsExactly(entry("grant web"));
  }

  @Test
  void answerThatDoesNotFitSaysSo() throws Exception {
    for (int i = 0; i < 200; i++) {
      there.with("web@1.0." + i + " " + "x".repeat(8_000));
    }
    PeerAnswer answer =
        asking.protocol.resolve(asked.id(), new PackageName("web"), Optional.empty(), LONG);
    assertThat(answer.more()).isTrue();
    assertThat(answer.kept()).hasSizeBetween(100, 199);
  }

  @Test
  void grantsOfTooManyNamesAreNotAskedFor() {
    List<PackageName> names = java.util.Collections.nCopies(257, new PackageName("web"));
    assertThatThrownBy(() -> asking.protocol.grants(asked.id(), names, LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 256");
  }

  @Test
  void manyAtOnceLoseNothing() throws Exception {
    there.with(2_000, "yours");
    here.with(2_000, "mine");
    Thread crossing = Thread.ofVirtual().start(() -> quietly(asked, asking));
    for (int i = 0; i < 50; i++) {
      assertThat(asking.protocol.search(asked.id(), SearchQuery.of("@1.0.7 "), LONG).kept())
          .isNotEmpty();
    }
    quietly(asking, asked);
    crossing.join();
    // Of two that cross, one is put off; the other brings both sides all.
    assertThat(here.hashes()).isEqualTo(there.hashes()).hasSize(4_000);
  }

  private static void quietly(Node from, Node to) {
    try {
      from.protocol.reconcile(to.id(), LONG);
    } catch (BusyException e) {
      assertThat(e.retryAfter()).isPositive();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void peerWithTooManyStreamsIsToldToComeLater() throws Exception {
    RegistryProtocolSettings one = RegistryProtocolSettings.defaults().withStreams(1, 1);
    try (Node narrow = Node.memory(network, new InMemoryRecords().with(1, "web"), one)) {
      asking.connect(narrow.host);
      try (AskingStream first = AskingStream.open(asking.host.connect(narrow.id()), LONG, LONG)) {
        first.send(new Request.Search(SearchQuery.of("web")));
        assertThat(first.receive(Response.Entries.class).entries()).hasSize(1);
        assertThatThrownBy(() -> asking.protocol.reconcile(narrow.id(), LONG))
            .isInstanceOf(BusyException.class);
        first.end();
      }
      Node.await(
          "the place is free again",
          () -> {
            try {
              return asking.protocol.reconcile(narrow.id(), LONG).received() == 0;
            } catch (IOException e) {
              return false;
            }
          });
    }
  }

  @Test
  void fastRequestsWaitButAreAnswered() throws Exception {
    RegistryProtocolSettings slow =
        RegistryProtocolSettings.defaults().withRates(20, Wire.MAX_MESSAGE_BYTES);
    try (Node node = Node.memory(network, new InMemoryRecords().with(1, "web"), slow)) {
      asking.connect(node.host);
      long begin = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        assertThat(asking.protocol.search(node.id(), SearchQuery.of("web"), LONG).kept())
            .hasSize(1);
      }
      // 80 at once, then 20 a second.
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
    }
  }

  @Test
  void peerThatIsNotConnectedIsNotDialled() throws Exception {
    try (Node stranger = Node.memory(network, new InMemoryRecords())) {
      asking
          .host
          .peerStore()
          .add(stranger.id(), stranger.host.listenAddresses(), Duration.ofMinutes(1));
      assertThatThrownBy(() -> asking.protocol.search(stranger.id(), SearchQuery.of("web"), LONG))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not connected");
    }
  }

  @Test
  void peerWithoutTheProtocolIsAFailure() {
    asked.protocol.close();
    assertThatThrownBy(this::reconcile).isInstanceOf(UnsupportedProtocolException.class);
    assertThat(asking.misbehaviour).isEmpty();
  }

  @Test
  void entryThatGoesWhileItIsFetchedIsWithheld() throws Exception {
    there.with(20, "yours");
    Bytes going = entry("yours@1.0.3 text");
    try (AskingStream stream = AskingStream.open(asking.host.connect(asked.id()), LONG, LONG)) {
      there.remove(going);
      Fetching fetching =
          new Fetching(
              stream,
              here,
              List.of(
                  List.of(
                      InMemoryRecords.hash(going),
                      InMemoryRecords.hash(entry("yours@1.0.4 text")))));
      fetching.run();
      assertThat(fetching.received()).isEqualTo(1);
      assertThat(fetching.withheld()).isEqualTo(1);
    }
  }
}

package dev.ggen.registry.p2p.protocol;

import static dev.ggen.registry.p2p.protocol.InMemoryRecords.entry;
import static dev.ggen.registry.p2p.protocol.Node.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.PeerStore;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.host.StreamHandler;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Varint;
import dev.ggen.libp2p.transport.Delimited;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What peers that lie, break the protocol or do nothing can do: cost a little, and be told of. */
class HostilePeersTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final MemoryNetwork network = new MemoryNetwork();
  private final InMemoryRecords records = new InMemoryRecords().with(100, "mine");
  private final Node honest = Node.memory(network, records);
  private final Host hostile = Node.host(network);

  HostilePeersTest() throws IOException {
    honest.connect(hostile);
    hostile.peerStore().add(honest.id(), honest.host.listenAddresses(), PeerStore.PERMANENT);
  }

  @AfterEach
  void close() {
    honest.close();
    hostile.close();
  }

  @FunctionalInterface
  private interface Lie {
    Response to(Request request) throws IOException;
  }

  private void answering(Lie lie) {
    serving(stream -> {
      for (Optional<byte[]> message = Delimited.readIfAny(stream, 1 << 20, "test");
          message.isPresent();
          message = Delimited.readIfAny(stream, 1 << 20, "test")) {
        Response response = lie.to(RequestCodec.decode(message.get()));
        Delimited.write(stream, ResponseCodec.encode(response).toByteArray());
      }
    });
  }

  private void serving(StreamHandler handler) {
    hostile.handle(RegistryProtocol.PROTOCOL, handler);
  }

  /** Has whatever it is said to have, and answers comparisons honestly with that. */
  private Lie honestWith(InMemoryRecords claimed, Lie otherwise) {
    ServedStream served = new ServedStream(claimed, RegistryProtocolSettings.defaults().limits());
    return request ->
        request instanceof Request.Reconcile ? served.answer(request) : otherwise.to(request);
  }

  private void requireReported(String reason) {
    int before = records.size();
    assertThatThrownBy(() -> honest.protocol.reconcile(hostile.id(), LONG))
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining(reason);
    assertThat(honest.misbehaviour).hasSize(1).first().asString().contains(reason);
    assertThat(records.size()).isEqualTo(before);
  }

  // A comparison that this node begins.

  @Test
  void silentPeerIsAFailureInTime() {
    RegistryProtocolSettings impatient =
        RegistryProtocolSettings.defaults().withTimeouts(SHORT, SHORT, LONG);
    serving(stream -> {
      Delimited.read(stream, 1 << 20, "test");
      assertThat(stream.read(new byte[1], 0, 1)).isNegative();
    });
    try (Node node = Node.memory(network, records, impatient)) {
      node.connect(hostile);
      assertThatThrownBy(() -> node.protocol.reconcile(hostile.id(), LONG))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ProtocolViolationException.class);
      assertThat(node.misbehaviour).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void peerThatSpeaksAByteAtATimeIsLeftAtTheDeadline() {
    serving(stream -> {
      Delimited.read(stream, 1 << 20, "test");
      stream.write(Varint.encode(100_000).toByteArray());
      for (int i = 0; i < 1_000; i++) {
        stream.write(new byte[1]);
        waitFor(stream, Duration.ofMillis(20));
      }
    });
    assertThatThrownBy(() -> honest.protocol.reconcile(hostile.id(), Duration.ofSeconds(1)))
        .isInstanceOf(IOException.class);
    assertThat(honest.misbehaviour).isEmpty();
  }

  /** A wait that ends by time, as nothing is to be read. */
  private static void waitFor(Stream stream, Duration time) throws IOException {
    stream.timeout(time);
    try {
      if (stream.read(new byte[1], 0, 1) < 0) {
        throw new IOException("the other side has ended");
      }
    } catch (java.net.SocketTimeoutException e) {
      stream.timeout(LONG);
    }
  }

  @Test
  void messageBeyondTheLimitIsNotRead() {
    serving(stream -> {
      Delimited.read(stream, 1 << 20, "test");
      stream.write(Varint.encode(1L << 30).toByteArray());
    });
    requireReported("a message of 1073741824 bytes");
  }

  @Test
  void answerOfNoMeaningIsReported() {
    serving(stream -> {
      Delimited.read(stream, 1 << 20, "test");
      Delimited.write(stream, new byte[] {1, 2, 3});
    });
    requireReported("registry: ");
  }

  @Test
  void answerToAnotherQuestionIsReported() {
    answering(request -> new Response.Kept(1));
    requireReported("another answer than Ranges");
  }

  @Test
  void endlessPuttingOffIsReported() {
    answering(request -> new Response.Ranges(Bytes.of(5)));
    requireReported("an answer that brings nothing");
  }

  @Test
  void rangesOfNoMeaningAreReported() {
    answering(request -> new Response.Ranges(Bytes.of(0x7f, 1, 2)));
    requireReported("registry: ");
  }

  @Test
  void invalidEntriesAreReported() {
    answering(honestWith(new InMemoryRecords().with("!forged"), this::giving));
    requireReported("an invalid entry");
  }

  private final List<Bytes> given = new ArrayList<>(List.of(entry("!forged")));

  private Response giving(Request request) {
    return request instanceof Request.Fetch fetch
        ? new Response.Entries(given, fetch.hashes().size(), false)
        : new Response.Wanted(List.of());
  }

  @Test
  void otherEntriesThanAskedForAreReported() {
    given.set(0, entry("something@1.0.0 else"));
    answering(honestWith(new InMemoryRecords().with(10, "promised"), this::giving));
    requireReported("an entry that was not asked for");
  }

  @Test
  void entriesThatComeTwiceAreReported() {
    InMemoryRecords promised = new InMemoryRecords().with("promised@1.0.0 a", "promised@2.0.0 b");
    given.set(0, entry("promised@1.0.0 a"));
    given.add(given.getFirst());
    answering(honestWith(promised, this::giving));
    requireReported("an entry that was not asked for");
  }

  @Test
  void answerThatCoversNothingIsReported() {
    answering(
        honestWith(
            new InMemoryRecords().with(10, "promised"),
            request -> new Response.Entries(List.of(), 0, false)));
    requireReported("an answer that covers 0 of 10");
  }

  @Test
  void promisesThatAreNotKeptAreReported() {
    given.clear();
    answering(honestWith(new InMemoryRecords().with(65, "promised"), this::giving));
    requireReported("does not give what it says it has");
  }

  @Test
  void someEntriesMayBeGoneHowever() throws Exception {
    given.clear();
    answering(honestWith(new InMemoryRecords().with(64, "promised"), this::giving));
    assertThat(honest.protocol.reconcile(hostile.id(), LONG).withheld()).isEqualTo(64);
    assertThat(honest.misbehaviour).isEmpty();
  }

  @Test
  void moreWantedThanOfferedIsReported() {
    answering(honestWith(new InMemoryRecords(), request -> new Response.Wanted(List.of(0, 100))));
    requireReported("wants more than was offered");
  }

  @Test
  void moreHitsThanAskedForAreReported() {
    answering(
        request -> new Response.Entries(List.of(entry("a@1.0.0 x"), entry("b@1.0.0 x")), 0, false));
    SearchQuery one = new SearchQuery("x", null, List.of(), 1, 0, false);
    assertThatThrownBy(() -> honest.protocol.search(hostile.id(), one, LONG))
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining("2 entries; asked for 1");
    assertThat(records.size()).isEqualTo(100);
  }

  @Test
  void forgedAnswersToQuestionsAreReportedAndNotKept() {
    answering(request -> new Response.Entries(List.of(entry("!forged")), 0, false));
    PackageName name = new PackageName("web");
    assertThatThrownBy(() -> honest.protocol.resolve(hostile.id(), name, Optional.empty(), LONG))
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining("an invalid entry");
    assertThat(records.size()).isEqualTo(100);
  }

  // Streams that the hostile peer opens.

  private void requireReset(String reason, Request... requests) throws Exception {
    try (AskingStream stream = AskingStream.open(hostile.connect(honest.id()), LONG, LONG)) {
      assertThatThrownBy(
              () -> {
                for (Request request : requests) {
                  stream.send(request);
                  stream.receive(Response.class);
                }
              })
          .isInstanceOf(IOException.class);
    }
    Node.await("a report", () -> !honest.misbehaviour.isEmpty());
    assertThat(honest.misbehaviour).hasSize(1).first().asString().contains(reason);
    assertThat(records.size()).isEqualTo(100);
  }

  @Test
  void entriesThatNobodyWantedAreRefused() throws Exception {
    requireReset("an entry that was not wanted", new Request.Push(List.of(entry("spam@1.0.0 x"))));
    assertThat(records.offers).isZero();
  }

  @Test
  void entryThatIsBroughtTwiceIsRefused() throws Exception {
    Bytes mine = entry("mine@1.0.1 text");
    records.remove(mine);
    try (AskingStream stream = AskingStream.open(hostile.connect(honest.id()), LONG, LONG)) {
      stream.send(new Request.Offer(List.of(InMemoryRecords.hash(mine))));
      assertThat(stream.receive(Response.Wanted.class).places()).containsExactly(0);
      stream.send(new Request.Push(List.of(mine)));
      assertThat(stream.receive(Response.Kept.class).count()).isEqualTo(1);
    }
    requireReset("an entry that was not wanted", new Request.Push(List.of(mine)));
  }

  @Test
  void forgedEntryIsRefused() throws Exception {
    requireReset(
        "an invalid entry",
        new Request.Offer(List.of(InMemoryRecords.hash(entry("!forged")))),
        new Request.Push(List.of(entry("!forged"))));
  }

  @Test
  void endlessOffersWithoutEntriesAreRefused() throws Exception {
    List<Request> offers = new ArrayList<>();
    for (int i = 0; i <= ServedStream.MAX_AWAITED / Wire.MAX_HASHES; i++) {
      List<Bytes> hashes = new ArrayList<>();
      for (int j = 0; j < Wire.MAX_HASHES; j++) {
        hashes.add(InMemoryRecords.hash(entry(i + " " + j)));
      }
      offers.add(new Request.Offer(hashes));
    }
    requireReset("offered and not brought", offers.toArray(Request[]::new));
  }

  @Test
  void sameOfferAgainIsNotWantedTwice() throws Exception {
    Request offer =
        new Request.Offer(Collections.nCopies(10, InMemoryRecords.hash(entry("new@1.0.0 x"))));
    try (AskingStream stream = AskingStream.open(hostile.connect(honest.id()), LONG, LONG)) {
      stream.send(offer);
      assertThat(stream.receive(Response.Wanted.class).places()).containsExactly(0);
      stream.send(offer);
      assertThat(stream.receive(Response.Wanted.class).places()).isEmpty();
    }
  }

  @Test
  void comparisonWithoutBeginningIsRefused() throws Exception {
    requireReset(
        "a comparison that has not begun", new Request.Reconcile(Optional.empty(), Bytes.EMPTY));
  }

  @Test
  void answersInQuestionsAreRefused() throws Exception {
    requireReset(
        "an answer in a question",
        new Request.Reconcile(Optional.of(Bytes.copyOf(new byte[16])), Bytes.of(5)));
  }

  @Test
  void garbageIsRefused() throws Exception {
    try (Stream stream = hostile.newStream(honest.id(), RegistryProtocol.PROTOCOL)) {
      stream.write(new byte[] {3, 1, 2, 3});
      assertThatThrownBy(() -> stream.readFully(new byte[1], 0, 1)).isInstanceOf(IOException.class);
    }
    Node.await("a report", () -> !honest.misbehaviour.isEmpty());
  }

  @Test
  void silentStreamsEndAndGiveTheirPlacesBack() throws Exception {
    RegistryProtocolSettings impatient =
        RegistryProtocolSettings.defaults().withTimeouts(LONG, SHORT, LONG).withStreams(2, 2);
    try (Node node = Node.memory(network, records, impatient)) {
      node.connect(hostile);
      hostile.peerStore().add(node.id(), node.host.listenAddresses(), PeerStore.PERMANENT);
      for (int i = 0; i < 2; i++) {
        Stream silent = hostile.newStream(node.id(), RegistryProtocol.PROTOCOL);
        assertThatThrownBy(() -> silent.readFully(new byte[1], 0, 1))
            .isInstanceOf(IOException.class);
        silent.close();
      }
      Node.await("a place is free", () -> finds(node));
      assertThat(node.misbehaviour).isEmpty();
    }
  }

  private boolean finds(Node node) {
    try (AskingStream stream = AskingStream.open(hostile.connect(node.id()), LONG, LONG)) {
      stream.send(new Request.Search(SearchQuery.of("mine")));
      return !stream.receive(Response.Entries.class).entries().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }
}

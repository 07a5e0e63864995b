package dev.ggen.registry.p2p.protocol;

import static dev.ggen.registry.p2p.protocol.InMemoryRecords.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.host.Connection;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several nodes that look after themselves. */
class SynchronizationTest {
  private final MemoryNetwork network = new MemoryNetwork();
  private final List<Node> nodes = new ArrayList<>();

  /** Fast meetings, and so long a period that nothing here happens by it. */
  private final SyncSettings settings =
      SyncSettings.defaults()
          .withJitter(Duration.ofMillis(100))
          .withPeriod(Duration.ofHours(1))
          .withRetries(Duration.ofMillis(200), Duration.ofSeconds(1));

  private Node node(InMemoryRecords records) throws IOException {
    Node node = Node.memory(network, records).synchronizing(settings);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
  }

  private static void awaitEqual(int size, Node... nodes) throws InterruptedException {
    for (Node node : nodes) {
      Node.await(size + " entries here", () -> node.records.size() == size);
      assertThat(node.records.hashes()).isEqualTo(nodes[0].records.hashes());
    }
  }

  @Test
  void nodesThatMeetAreEqualSoon() throws Exception {
    Node one = node(new InMemoryRecords().with(300, "one"));
    Node two = node(new InMemoryRecords().with(200, "two"));
    assertThat(one.synchronization().status().firstSyncFinished()).isFalse();
    one.connect(two.host);
    awaitEqual(500, one, two);
    Node.await(
        "both have finished",
        () ->
            one.synchronization().status().firstSyncFinished()
                && two.synchronization().status().firstSyncFinished());
    SyncStatus status = one.synchronization().status();
    assertThat(status.peers()).isEqualTo(1);
    assertThat(status.lastFinished()).isPresent();
    assertThat(status.failed()).isZero();
  }

  @Test
  void whatTwoPartsKnowReachesEverybodyWhenTheyMeet() throws Exception {
    Node a1 = node(new InMemoryRecords().with(50, "a"));
    Node a2 = node(new InMemoryRecords());
    Node b1 = node(new InMemoryRecords().with(70, "b"));
    Node b2 = node(new InMemoryRecords());
    Node b3 = node(new InMemoryRecords());
    a1.connect(a2.host);
    b1.connect(b2.host);
    b2.connect(b3.host);
    awaitEqual(50, a1, a2);
    awaitEqual(70, b1, b2, b3);
    Node.await(
        "all is quiet",
        () -> nodes.stream().allMatch(node -> node.synchronization().status().running() == 0));

    a2.connect(b1.host);
    awaitEqual(120, a1, a2, b1, b2, b3);
  }

  @Test
  void healedPartitionIsEqualAgain() throws Exception {
    Node one = node(new InMemoryRecords().with(100, "common"));
    Node two = node(new InMemoryRecords());
    one.connect(two.host);
    awaitEqual(100, one, two);
    one.host.connections().forEach(Connection::close);
    Node.await(
        "the end is heard of",
        () -> one.synchronization().status().peers() + two.synchronization().status().peers() == 0);
    one.records.with(10, "one");
    two.records.with(20, "two");
    two.connect(one.host);
    awaitEqual(130, one, two);
  }

  @Test
  void hurryFindsWhatWasMissed() throws Exception {
    Node one = node(new InMemoryRecords());
    Node two = node(new InMemoryRecords());
    one.connect(two.host);
    Node.await(
        "both have finished",
        () ->
            one.synchronization().status().firstSyncFinished()
                && two.synchronization().status().firstSyncFinished()
                && one.synchronization().status().running() == 0);
    two.records.add(entry("missed@1.0.0 text"));
    one.synchronization().hurry();
    awaitEqual(1, one, two);
    Node.await("it is counted", () -> one.synchronization().status().received() == 1);
  }

  @Test
  void liarIsLeftAloneAndHonestPeersGoOn() throws Exception {
    Node one = node(new InMemoryRecords().with(10, "one"));
    Node liar = Node.memory(network, new InMemoryRecords().with("!forged"));
    nodes.add(liar);
    Node two = node(new InMemoryRecords().with(10, "two"));
    one.connect(liar.host);
    Node.await("the lie is found out", () -> one.synchronization().status().failed() == 1);
    one.connect(two.host);
    awaitEqual(20, one, two);
    assertThat(one.misbehaviour).containsExactly("registry: an invalid entry");
    assertThat(one.synchronization().status().failed()).isEqualTo(1);
  }

  @Test
  void nodesOnLoopbackAreEqualSoon() throws Exception {
    for (String name : List.of("one", "two", "three")) {
      nodes.add(Node.tcp(new InMemoryRecords().with(1_000, name)).synchronizing(settings));
    }
    nodes.get(0).connect(nodes.get(1).host);
    nodes.get(2).connect(nodes.get(1).host);
    awaitEqual(3_000, nodes.toArray(Node[]::new));
  }
}

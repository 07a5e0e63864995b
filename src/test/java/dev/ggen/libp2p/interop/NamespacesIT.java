package dev.ggen.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ggen.libp2p.multiformats.PeerId;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that have nothing in common but a network, which can be cut. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class NamespacesIT {
  private static final String EVERYWHERE = "/ip4/0.0.0.0/tcp/4001";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private Namespaces namespaces;
  private final List<Node> nodes = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  NamespacesIT() {}

  /** A {@link NodeProcess} in a namespace. */
  private record Node(Process process, BufferedReader answers, BufferedWriter requests, PeerId id) {
    static Node start(Namespaces in, int n, String... arguments) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  NodeProcess.class.getName()));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(in.in(n, command.toArray(String[]::new)))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader answers = process.inputReader();
      String first = String.valueOf(answers.readLine());
      if (!first.startsWith("id ")) {
        process.destroyForcibly();
        throw new IOException("the node does not start: " + first);
      }
      PeerId id = PeerId.parse(first.substring("id ".length()));
      return new Node(process, answers, process.outputWriter(), id);
    }

    String ask(String request) throws IOException {
      requests.write(request);
      requests.newLine();
      requests.flush();
      return String.valueOf(answers.readLine());
    }

    boolean isConnectedWith(PeerId peer) throws IOException {
      return ask("peers").contains(peer.toString());
    }

    int tableSize() throws IOException {
      return Integer.parseInt(ask("table").substring("table ".length()));
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(50);
    }
  }

  @BeforeAll
  static void needsNamespaces() throws InterruptedException {
    Optional<String> missing = Namespaces.missing();
    assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElseThrow());
  }

  @BeforeEach
  void createNamespaces() throws Exception {
    namespaces = Namespaces.create(3);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (Node node : nodes) {
      node.process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    namespaces.close();
  }

  private Node start(int n, String... arguments) throws IOException {
    Node node = Node.start(namespaces, n, arguments);
    nodes.add(node);
    return node;
  }

  private void awaitAllKnown() throws Exception {
    for (Node node : nodes) {
      await("all know each other", () -> node.tableSize() == nodes.size() - 1);
    }
  }

  /** The third loses the others, and they it; then it comes back by itself. */
  private void cutAndHeal() throws Exception {
    Node first = nodes.get(0);
    Node third = nodes.get(2);
    namespaces.cut(3);
    await("the first has lost the third", () -> !first.isConnectedWith(third.id));
    await("the third has lost the first", () -> !third.isConnectedWith(first.id));
    assertThat(first.ask("provide meanwhile")).isNotEqualTo("stored 0");

    namespaces.heal(3);

    await("they are connected again", () -> third.isConnectedWith(first.id));
    await(
        "the third sees what happened meanwhile",
        () -> third.ask("find meanwhile").equals("found 1"));
    awaitAllKnown();
  }

  @Test
  void threeMachinesFindEachOtherByMdnsAndAgainAfterACut() throws Exception {
    for (int n = 1; n <= 3; n++) {
      start(n, EVERYWHERE, "mdns");
    }

    awaitAllKnown();
    cutAndHeal();
  }

  @Test
  void threeMachinesFindEachOtherByOneBootstrapNodeAndAgainAfterACut() throws Exception {
    start(1, EVERYWHERE, "alone");
    // With its peer id, and as an operator writes who does not know it.
    start(2, EVERYWHERE, "alone", "/ip4/10.77.0.1/tcp/4001/p2p/" + nodes.get(0).id);
    start(3, EVERYWHERE, "alone", "/ip4/10.77.0.1/tcp/4001");

    awaitAllKnown();
    cutAndHeal();
  }

  @Test
  void jsLibp2pIsFoundByMdnsAndFindsUs() throws Exception {
    Optional<String> missing = NodeModules.missing();
    assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElseThrow());
    Node ours = start(1, EVERYWHERE, "mdns");
    String[] node = namespaces.in(2, "node");
    try (JsPeer theirs =
        JsPeer.startWith(List.of(node), "--mdns", "--listen", "/ip4/10.77.0.2/tcp/0")) {
      await("we find them", () -> ours.isConnectedWith(theirs.id()));
      await(
          "they find us",
          () ->
              theirs
                  .get("discovered")
                  .get("peers")
                  .valueStream()
                  .anyMatch(peer -> peer.asString().equals(ours.id.toString())));
    }
  }
}

package dev.ggen.libp2p.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.content.DownloadProgress.State;
import dev.ggen.libp2p.content.ScriptedBitswap.Manner;
import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.unixfs.ArchiveDag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One publisher and many who download the same, over TCP on loopback. */
class SwarmIT {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int SIZE = 100 << 20;
  private static final int OTHERS = 8;

  @TempDir static Path shared;

  private static final byte[] CONTENT = new byte[SIZE];

  @TempDir Path folder;

  private final List<ContentNode> others = new ArrayList<>();
  private final List<Host> scripted = new ArrayList<>();
  private ContentNode publisher;
  private ArchiveDag dag;
  private DownloadRequest request;

  @BeforeEach
  void publish() throws Exception {
    new Random(7).nextBytes(CONTENT);
    Path archive = shared.resolve("archive");
    if (!Files.exists(archive)) {
      Files.write(archive, CONTENT);
    }
    publisher = ContentNode.start(folder.resolve("publisher"));
    dag = publisher.publish(archive);
    request =
        DownloadRequest.of(dag.root(), SIZE, Multihash.sha256(Bytes.copyOf(CONTENT)).digest());
    for (int i = 0; i < OTHERS; i++) {
      others.add(ContentNode.start(folder.resolve("node" + i)));
    }
  }

  @AfterEach
  void end() {
    publisher.close();
    others.forEach(ContentNode::close);
    scripted.forEach(Host::close);
  }

  private Provider[] allBut(ContentNode one, Provider... more) {
    List<Provider> hints = new ArrayList<>(List.of(more));
    others.stream().filter(node -> node != one).map(ContentNode::provider).forEach(hints::add);
    return hints.toArray(Provider[]::new);
  }

  private List<Download> startAll(Provider... more) throws Exception {
    List<Download> downloads = new ArrayList<>();
    for (ContentNode node : others) {
      downloads.add(node.download(request, allBut(node, more)));
    }
    return downloads;
  }

  private void assertAllFinished(List<Download> downloads) throws Exception {
    for (Download download : downloads) {
      assertThat(download.await(LONG).state()).isEqualTo(State.FINISHED);
    }
    for (ContentNode node : others) {
      assertThat(Files.mismatch(node.kept(dag.root()), shared.resolve("archive")))
          .as("the first byte of a node's archive that differs")
          .isEqualTo(-1);
    }
  }

  @Test
  void allFinishAndThePublisherUploadsFarLessThanEightCopies() throws Exception {
    assertAllFinished(startAll(publisher.provider()));

    double copies = (double) publisher.sentBytes() / SIZE;
    System.out.printf("copies that the publisher sent: %.2f%n", copies);
    assertThat(copies).isLessThan(6);
  }

  @Test
  void allFinishThoughThePublisherDiesOnceTheOthersTogetherHoldEverything() throws Exception {
    List<Download> downloads = startAll(publisher.provider());
    ContentNode.await("together they hold everything", this::togetherTheyHoldEverything);
    publisher.close();

    assertAllFinished(downloads);
  }

  private boolean togetherTheyHoldEverything() {
    return others.stream().anyMatch(node -> !node.finished.isEmpty())
        || dag.leaves().stream().allMatch(leaf -> others.stream().anyMatch(n -> n.has(leaf)));
  }

  @Test
  void aPeerThatSendsGarbageOneThatStallsAndASlowOneDoNoHarm() throws Exception {
    Map<Cid, Bytes> blocks = new HashMap<>(dag.nodes());
    for (int i = 0; i < dag.leaves().size(); i++) {
      int at = (int) ArchiveDag.offset(i);
      blocks.put(
          dag.leaves().get(i),
          Bytes.copyOf(CONTENT, at, Math.min(SIZE, at + ArchiveDag.LEAF_BYTES)));
    }
    List<Provider> bad = new ArrayList<>();
    for (Manner manner : List.of(Manner.SENDS_GARBAGE, Manner.STALLS, Manner.IS_SLOW)) {
      Host host =
          Host.start(
              HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
      scripted.add(host);
      ScriptedBitswap.on(host, manner, blocks);
      bad.add(new Provider(host.id(), host.listenAddresses()));
    }
    bad.add(publisher.provider());

    assertAllFinished(startAll(bad.toArray(Provider[]::new)));

    List<ProviderOutcome> outcomes =
        others.stream().flatMap(node -> node.outcomes.stream()).toList();
    assertThat(outcomes)
        .filteredOn(outcome -> outcome.ending() == ProviderOutcome.Ending.BAD_BLOCK)
        .isNotEmpty()
        .allMatch(outcome -> outcome.peer().equals(scripted.getFirst().id()));
  }
}

package dev.ggen.libp2p.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ggen.libp2p.content.ArchivePlan.Child;
import dev.ggen.libp2p.content.DownloadException.Reason;
import dev.ggen.libp2p.content.DownloadProgress.State;
import dev.ggen.libp2p.content.ScriptedBitswap.Manner;
import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers and archives that mean harm, over bitswap on the memory transport. */
class HostileDownloadTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int LEAF = 64 << 10;
  private static final ContentSamples GOOD = ContentSamples.of(10 * LEAF, LEAF, 1);
  private static final Bytes SHA256 = Multihash.sha256(Bytes.EMPTY).digest();

  @TempDir Path folder;

  private final MemoryNetwork network = new MemoryNetwork();
  private final List<Host> hosts = new ArrayList<>();
  private ContentNode node;

  @BeforeEach
  void start() throws IOException {
    DownloadSettings settings = DownloadSettings.defaults().withTimes(LONG, Duration.ofSeconds(3));
    node = ContentNode.start(settings(), folder, settings);
  }

  @AfterEach
  void end() {
    node.close();
    hosts.forEach(Host::close);
  }

  private HostSettings settings() {
    return HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/memory/0"))
        .withTransports(network);
  }

  private Provider peer(Manner manner, Map<Cid, Bytes> blocks) throws IOException {
    Host host = Host.start(settings());
    hosts.add(host);
    ScriptedBitswap.on(host, manner, blocks);
    return new Provider(host.id(), host.listenAddresses());
  }

  private void assertRefused(DownloadRequest request, Map<Cid, Bytes> blocks, String why)
      throws Exception {
    try (Download download = node.download(request, peer(Manner.GIVES, blocks))) {
      assertThatThrownBy(() -> download.await(LONG))
          .hasMessageContaining(why)
          .asInstanceOf(type(DownloadException.class))
          .extracting(DownloadException::reason)
          .isEqualTo(Reason.BAD_CONTENT);
    }
    assertThat(node.downloads.running()).isEmpty();
    assertThat(node.finished).isEmpty();
  }

  private void assertRootRefused(Bytes root, long size, String why) throws Exception {
    Cid cid = ContentSamples.dagPb(root);
    assertRefused(DownloadRequest.of(cid, size, SHA256), Map.of(cid, root), why);
  }

  private static Child leaf(long bytes) {
    return new Child(ContentSamples.raw(Bytes.of(1)), bytes);
  }

  @Test
  void aNodeThatClaimsAnotherSizeThanItsPartsIsRefused() throws Exception {
    Bytes node = ContentSamples.node(List.of(leaf(LEAF), leaf(LEAF)), 3L * LEAF);

    assertRootRefused(node, 2L * LEAF, "bytes whose parts have");
  }

  @Test
  void aNodeOfAnotherSizeThanItsParentSaysIsRefused() throws Exception {
    assertRootRefused(ContentSamples.node(List.of(leaf(LEAF)), LEAF), LEAF + 1, "not 65537");
    assertRootRefused(ContentSamples.node(List.of(leaf(LEAF)), LEAF), LEAF - 1, "that are left");
  }

  @Test
  void aLeafOfAnotherSizeThanItsParentSaysIsRefused() throws Exception {
    Bytes block = Bytes.of(1);
    Bytes root = ContentSamples.node(List.of(leaf(LEAF)), LEAF);
    Cid cid = ContentSamples.dagPb(root);

    assertRefused(
        DownloadRequest.of(cid, LEAF, SHA256),
        Map.of(cid, root, ContentSamples.raw(block), block),
        "has 1 bytes, not 65536");
  }

  @Test
  void aTowerOfNodesWithOneChildEachIsRefusedAtTheGreatestDepth() throws Exception {
    Map<Cid, Bytes> blocks = new HashMap<>();
    Bytes top = ContentSamples.node(List.of(leaf(1)), 1);
    for (int i = 0; i < 1_000; i++) {
      blocks.put(ContentSamples.dagPb(top), top);
      top = ContentSamples.node(List.of(new Child(ContentSamples.dagPb(top), 1)), 1);
    }
    Cid root = ContentSamples.dagPb(top);
    blocks.put(root, top);

    assertRefused(DownloadRequest.of(root, 1, SHA256), blocks, "more than 8 layers");
  }

  @Test
  void nodesThatMultiplyTheSameLeafAMillionTimesAreRefused() throws Exception {
    Map<Cid, Bytes> blocks = new HashMap<>();
    Child child = leaf(1);
    for (int layer = 0; layer < 3; layer++) {
      long size = 100 * child.bytes();
      Bytes node = ContentSamples.node(Collections.nCopies(100, child), size);
      blocks.put(ContentSamples.dagPb(node), node);
      child = new Child(ContentSamples.dagPb(node), size);
    }

    assertRefused(
        DownloadRequest.of(child.cid(), 1_000_000, SHA256), blocks, "too many for its size");
  }

  @Test
  void aNodeWithTooManyLinksIsRefused() throws Exception {
    int links = 10_000;
    Bytes node = ContentSamples.node(Collections.nCopies(links, leaf(LEAF)), (long) links * LEAF);

    assertRootRefused(node, (long) links * LEAF, "more than 8192 links");
  }

  @Test
  void bytesThatAreNoNodeAreRefused() throws Exception {
    assertRootRefused(Bytes.of(1, 2, 3, 4), LEAF, "node");
  }

  @Test
  void linksByAForbiddenHashFunctionAreRefused() throws Exception {
    Cid identity = Cid.v1(Cid.RAW, Multihash.identity(Bytes.of(1)));

    assertRootRefused(
        ContentSamples.node(List.of(new Child(identity, 1)), 1), 1, "only sha2-256 is taken");
  }

  @Test
  void whoSendsGarbageIsDroppedAndReportedAndAnotherOneServes() throws Exception {
    Provider liar = peer(Manner.SENDS_GARBAGE, GOOD.blocks());
    try (Download download = node.download(GOOD.request(), liar)) {
      ContentNode.await("the liar is reported", () -> !node.outcomes.isEmpty());
      assertThat(node.outcomes)
          .extracting(ProviderOutcome::peer, ProviderOutcome::ending)
          .containsExactly(tuple(liar.peer(), ProviderOutcome.Ending.BAD_BLOCK));
      assertThat(node.has(GOOD.root())).isFalse();

      Provider honest = peer(Manner.GIVES, GOOD.blocks());
      try (Download second = node.download(GOOD.request(), honest)) {
        assertThat(second.await(LONG).state()).isEqualTo(State.FINISHED);
      }
      assertThat(download.await(LONG).state()).isEqualTo(State.FINISHED);
    }
    assertThat(node.outcomes)
        .filteredOn(outcome -> outcome.ending() == ProviderOutcome.Ending.BAD_BLOCK)
        .hasSize(1);
  }

  @Test
  void ofGarbageAloneNothingComes() throws Exception {
    Provider liar = peer(Manner.SENDS_GARBAGE, GOOD.blocks());
    try (Download download = node.download(GOOD.request(), liar)) {
      assertThatThrownBy(() -> download.await(LONG))
          .asInstanceOf(type(DownloadException.class))
          .extracting(DownloadException::reason)
          .isEqualTo(Reason.NO_PROVIDERS);
      assertThat(download.progress().doneBytes()).isZero();
    }
  }

  @Test
  void aProviderWithoutBitswapIsReportedAndDoesNoHarm() throws Exception {
    Host mute = Host.start(settings());
    hosts.add(mute);
    Provider silent = new Provider(mute.id(), mute.listenAddresses());
    try (Download download =
        node.download(GOOD.request(), silent, peer(Manner.GIVES, GOOD.blocks()))) {
      assertThat(download.await(LONG).state()).isEqualTo(State.FINISHED);
    }
  }

  @Test
  void aProviderThatGoesAwayInTheMiddleIsReplacedByTheNext() throws Exception {
    Provider slow = peer(Manner.IS_SLOW, GOOD.blocks());
    Host first = hosts.getLast();
    try (Download download = node.download(GOOD.request(), slow)) {
      ContentNode.await("some is here", () -> download.progress().doneBytes() > 0);
      first.close();
      try (Download same = node.download(GOOD.request(), peer(Manner.GIVES, GOOD.blocks()))) {
        assertThat(same.await(LONG).state()).isEqualTo(State.FINISHED);
      }
    }
  }
}

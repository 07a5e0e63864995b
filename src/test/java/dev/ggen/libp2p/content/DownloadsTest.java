package dev.ggen.libp2p.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ggen.libp2p.content.DownloadException.Reason;
import dev.ggen.libp2p.content.DownloadProgress.State;
import dev.ggen.libp2p.content.ScriptedExchange.Manner;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What downloads do when all goes well, and who shares them. */
class DownloadsTest extends DownloadsFixture {
  @Test
  void anArchiveOfOneBlockArrivesAndNothingIsLeftBehind() throws Exception {
    Download download = start(ONE, peer(Manner.GIVES, ONE));

    assertFinished(download, ONE);
    assertThat(taken).hasSize(1);
    assertThat(taken.getFirst().nodes()).isEmpty();
    assertThat(download.progress().doneBytes()).isEqualTo(20_000);
    assertThat(leftovers()).isEmpty();
    assertThat(downloads.running()).isEmpty();
    assertThat(exchange.open).isEmpty();
  }

  @Test
  void anArchiveOfManyBlocksArrivesWithItsNodesAndProgressIsTold() throws Exception {
    assertFinished(start(MANY, peer(Manner.GIVES, MANY)), MANY);

    assertThat(taken.getFirst().nodes().keySet()).containsExactly(MANY.root());
    assertThat(taken.getFirst().leaves())
        .hasSize(21)
        .last()
        .extracting(ArchiveLeaf::length)
        .isEqualTo(7);
    assertThat(told).extracting(DownloadProgress::state).contains(State.FETCHING);
    assertThat(told.getLast().state()).isEqualTo(State.FINISHED);
    assertThat(told.getLast().doneBytes()).isEqualTo(MANY.bytes().size());
    assertThat(told).isSortedAccordingTo((a, b) -> Long.compare(a.doneBytes(), b.doneBytes()));
  }

  @Test
  void anEmptyArchiveArrives() throws Exception {
    ContentSamples empty = ContentSamples.of(0, LEAF, 1);

    assertFinished(start(empty, peer(Manner.GIVES, empty)), empty);
  }

  @Test
  void leavesThatRepeatAreFetchedOnce() throws Exception {
    Bytes zeros = Bytes.copyOf(new byte[LEAF]);
    List<ArchivePlan.Child> children = new ArrayList<>();
    byte[] whole = new byte[10 * LEAF];
    for (int i = 0; i < 10; i++) {
      children.add(new ArchivePlan.Child(ContentSamples.raw(zeros), LEAF));
    }
    Bytes root = ContentSamples.node(children, whole.length);
    ContentSamples sample =
        new ContentSamples(
            Bytes.copyOf(whole),
            ContentSamples.dagPb(root),
            Map.of(ContentSamples.raw(zeros), zeros, ContentSamples.dagPb(root), root));

    assertFinished(start(sample, peer(Manner.GIVES, sample)), sample);
    assertThat(exchange.given).hasSize(2);
  }

  @Test
  void whoeverWantsTheSameSharesOneDownload() throws Exception {
    Semaphore permits = new Semaphore(3);
    Provider peer = peer(Manner.GIVES, MANY.blocks(), permits);
    Download first = start(MANY, peer);
    Download second = start(MANY, peer);
    await("some is here", () -> second.progress().doneBytes() > 0);
    assertThat(downloads.running()).hasSize(1);
    permits.release(1_000);

    assertFinished(first, MANY);
    assertFinished(second, MANY);
    assertThat(taken).hasSize(1);
    assertThat(exchange.given).hasSize(MANY.blocks().size());
  }

  @Test
  void oneOfTwoMayLeaveAndTheLastOneEndsItAndItsFilesAreRemoved() throws Exception {
    Provider peer = peer(Manner.GIVES, MANY.blocks(), new Semaphore(3));
    Download first = start(MANY, peer);
    Download second = start(MANY, peer);
    await("some is here", () -> first.progress().doneBytes() > 0);

    first.cancel();
    first.cancel();
    assertThat(second.await(Duration.ofMillis(300)).state()).isEqualTo(State.FETCHING);
    second.cancel();

    assertFails(second, Reason.CANCELLED);
    assertThat(downloads.running()).isEmpty();
    assertThat(leftovers()).isEmpty();
    assertThat(exchange.open).isEmpty();
  }

  @Test
  void whoComesRightAfterTheLastOneLeftGetsADownloadOfHisOwn() throws Exception {
    Provider slow = peer(Manner.GIVES, MANY.blocks(), new Semaphore(3));
    for (int i = 0; i < 20; i++) {
      start(MANY, slow).close();
    }

    assertFinished(start(MANY, peer(Manner.GIVES, MANY)), MANY);
  }

  @Test
  void aDownloadThatWasInterruptedGoesOnWithoutFetchingAFinishedBlockAgain() throws Exception {
    Provider slow = peer(Manner.GIVES, MANY.blocks(), new Semaphore(11));
    Download download = start(MANY, slow);
    await("ten leaves are here", () -> download.progress().doneBytes() == 10L * LEAF);
    open(UnaryOperator.identity());
    assertFails(download, Reason.CLOSED);
    List<Cid> before = List.copyOf(exchange.given);
    assertThat(before).hasSize(11);
    exchange.given.clear();

    Download again = start(MANY, peer(Manner.GIVES, MANY));

    assertFinished(again, MANY);
    assertThat(exchange.given)
        .hasSize(MANY.blocks().size() - 11)
        .doesNotContainAnyElementsOf(before);
    assertThat(again.progress().resumedBytes()).isEqualTo(10L * LEAF);
  }

  @Test
  void finishedBlocksCanBeServedWhileTheRestIsUnderWay() throws Exception {
    Download download = start(MANY, peer(Manner.GIVES, MANY.blocks(), new Semaphore(6)));
    await("five leaves are here", () -> download.progress().doneBytes() == 5L * LEAF);

    for (Map.Entry<Cid, Bytes> block : MANY.blocks().entrySet()) {
      boolean here = exchange.given.contains(block.getKey());
      ByteBuffer read = ByteBuffer.allocate(block.getValue().size());
      assertThat(partial.size(host.id(), block.getKey()).isPresent()).isEqualTo(here);
      assertThat(partial.read(block.getKey(), read)).isEqualTo(here);
      if (here) {
        assertThat(read.flip()).isEqualTo(block.getValue().buffer());
      }
    }
    assertThat(exchange.appeared).hasSize(6).first().isEqualTo(MANY.root());
    mayHave = false;
    assertThat(partial.size(host.id(), MANY.root())).isEmpty();
    mayHave = true;
    download.cancel();
    assertFails(download, Reason.CANCELLED);
    assertThat(partial.size(host.id(), MANY.root())).isEmpty();
  }

  @Test
  void asManyRunAsAreAllowedAndNotOneMore() throws Exception {
    open(settings -> settings.withMaxRunning(2));
    start(MANY);
    Download second = start(ONE);
    ContentSamples third = ContentSamples.of(10, LEAF, 3);

    assertThatThrownBy(() -> start(third))
        .hasMessageContaining("2 downloads run already")
        .asInstanceOf(type(DownloadException.class))
        .extracting(DownloadException::reason)
        .isEqualTo(Reason.TOO_MANY);
    assertThat(start(ONE)).isNotNull();
    second.cancel();
  }

  @Test
  void anArchiveMayBeAsLargeAsIsAllowedAndNoLarger() throws Exception {
    open(settings -> settings.withMaxArchiveBytes(20_000));
    assertFinished(start(ONE, peer(Manner.GIVES, ONE)), ONE);

    ContentSamples larger = ContentSamples.of(20_001, LEAF, 3);
    assertThatThrownBy(() -> start(larger))
        .hasMessageContaining("at most 20000")
        .asInstanceOf(type(DownloadException.class))
        .extracting(DownloadException::reason)
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void closingEndsDownloadsAndNoneBeginsAfterwards() throws Exception {
    Download download = start(MANY, peer(Manner.IS_SILENT, MANY));
    downloads.close();

    assertFails(download, Reason.CLOSED);
    assertThatThrownBy(() -> start(ONE)).hasMessageContaining("closed");
  }
}

package dev.ggen.libp2p.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.content.DownloadException.Reason;
import dev.ggen.libp2p.content.ScriptedExchange.Manner;
import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What downloads do when peers, disks and archives are not as they should be. */
class DownloadFaultsTest extends DownloadsFixture {
  @Test
  void aFinishedBlockThatTheDiskHasSpoiltIsFetchedAgain() throws Exception {
    Provider slow = peer(Manner.GIVES, MANY.blocks(), new Semaphore(11));
    Download download = start(MANY, slow);
    await("ten leaves are here", () -> download.progress().doneBytes() == 10L * LEAF);
    downloads.close();
    Path file = leftovers().getFirst().resolve(DownloadFolders.ARCHIVE);
    byte[] bytes = Files.readAllBytes(file);
    bytes[3 * LEAF + 5] ^= 1;
    Files.write(file, bytes);
    exchange.given.clear();
    open(UnaryOperator.identity());

    assertFinished(start(MANY, peer(Manner.GIVES, MANY)), MANY);
    assertThat(exchange.given).hasSize(MANY.blocks().size() - 10);
  }

  @Test
  void aSinkThatFailsCanBeTriedAgainWithoutFetching() throws Exception {
    Provider peer = peer(Manner.GIVES, MANY);
    sinkFails = true;
    Download download = start(MANY, peer);
    assertFails(download, Reason.DISK);
    assertThatThrownBy(() -> download.await(LONG)).hasMessageContaining("the shelf is full");
    exchange.given.clear();
    sinkFails = false;

    assertFinished(start(MANY), MANY);
    assertThat(exchange.given).isEmpty();
  }

  @Test
  void anArchiveWithOtherDigestsIsNeverSeenAndItsFilesAreRemoved() throws Exception {
    Bytes other = Multihash.sha256(Bytes.of(1)).digest();
    for (DownloadRequest wrong :
        List.of(
            DownloadRequest.of(MANY.root(), MANY.bytes().size(), other),
            MANY.request().withSha512(Multihash.sha512(Bytes.of(1)).digest()))) {
      Download download = downloads.start(wrong.withHints(List.of(peer(Manner.GIVES, MANY))));
      assertFails(download, Reason.BAD_CONTENT);
    }
    assertThat(taken).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void anArchiveOfAnotherSizeIsRefusedAtItsRoot() throws Exception {
    for (int difference : new int[] {-1, 1}) {
      DownloadRequest request =
          DownloadRequest.of(
              MANY.root(), MANY.bytes().size() + difference, MANY.request().sha256());
      exchange.given.clear();

      assertFails(
          downloads.start(request.withHints(List.of(peer(Manner.GIVES, MANY)))),
          Reason.BAD_CONTENT);
      assertThat(exchange.given).startsWith(MANY.root());
    }
  }

  @Test
  void withNobodyToAskItGivesUpInTimeAndSaysSo() throws Exception {
    open(settings -> settings.withTimes(LONG, Duration.ofMillis(300)));
    Download download = start(MANY, peer(Manner.IS_SILENT, MANY));

    assertFails(download, Reason.NO_PROVIDERS);
    assertThat(Reason.NO_PROVIDERS.retryHelps()).isTrue();
    assertThatThrownBy(() -> download.await(LONG)).hasMessageContaining("nothing of");
  }

  @Test
  void aDownloadEndsAtItsDeadline() throws Exception {
    open(settings -> settings.withTimes(Duration.ofMillis(300), LONG));

    assertFails(start(MANY, peer(Manner.IS_SILENT, MANY)), Reason.DEADLINE);
  }

  /** Finds whom it is told of, and nobody else until it is closed. */
  private static final class Tracker implements ProviderSource, ProviderSource.Search {
    final BlockingQueue<List<Provider>> known = new LinkedBlockingQueue<>();
    private Iterator<Provider> now = List.<Provider>of().iterator();

    @Override
    public Search find(Cid root) {
      return this;
    }

    @Override
    public boolean hasNext() {
      try {
        while (!now.hasNext()) {
          List<Provider> next = known.poll(LONG.toSeconds(), TimeUnit.SECONDS);
          if (next == null || next.isEmpty()) {
            return false;
          }
          now = next.iterator();
        }
        return true;
      } catch (InterruptedException e) {
        return false;
      }
    }

    @Override
    public Provider next() {
      return now.next();
    }

    @Override
    public void close() {
      known.add(List.of());
    }
  }

  @Test
  void itBeginsWithTheFirstProviderAndAddsOthersAsTheyAreFound() throws Exception {
    Tracker tracker = new Tracker();
    sources.add(root -> {
      throw new IOException("this source is out of order");
    });
    sources.add(tracker);
    open(UnaryOperator.identity());
    Provider slow = peer(Manner.GIVES, MANY.blocks(), new Semaphore(5));
    Download download = start(MANY);
    tracker.known.add(List.of(slow));
    await("some is here", () -> download.progress().doneBytes() > 0);
    assertThat(download.progress().providers()).isEqualTo(1);

    tracker.known.add(List.of(slow, peer(Manner.GIVES, MANY)));

    assertFinished(download, MANY);
  }

  @Test
  void sourcesAreAskedAgainWhenNobodyIsLeft() throws Exception {
    Tracker tracker = new Tracker();
    sources.add(tracker);
    open(UnaryOperator.identity());
    Download download = start(MANY);
    tracker.known.add(List.of(peer(Manner.HAS_NOTHING, MANY)));
    tracker.known.add(List.of());
    await("it has left", () -> !outcomes.isEmpty());

    tracker.known.add(List.of(peer(Manner.GIVES, MANY)));

    assertFinished(download, MANY);
  }

  @Test
  void whoeverIsConnectedIsAskedToo() throws Exception {
    Provider peer = peer(Manner.GIVES, MANY);
    host.connect(peer.peer(), peer.addresses());

    assertFinished(start(MANY), MANY);
  }

  @Test
  void peersThatAreSilentOrHaveNothingOrLieOrCanNotBeReachedDoNoHarm() throws Exception {
    PeerId nobody = PrivateKey.generate().publicKey().peerId();
    Provider liar = peer(Manner.LIES, MANY);
    Semaphore permits = new Semaphore(0);
    Download download =
        start(
            MANY,
            new Provider(nobody, List.of(Multiaddr.parse("/memory/9999"))),
            liar,
            peer(Manner.IS_SILENT, MANY),
            peer(Manner.HAS_NOTHING, MANY),
            peer(Manner.GIVES, MANY.blocks(), permits));
    await("three have left", () -> outcomes.size() >= 3);
    permits.release(1_000);

    assertFinished(download, MANY);
    assertThat(outcomes)
        .extracting(ProviderOutcome::ending)
        .contains(
            ProviderOutcome.Ending.UNREACHABLE,
            ProviderOutcome.Ending.HAS_NOTHING,
            ProviderOutcome.Ending.BAD_BLOCK);
    assertThat(outcomes).filteredOn(o -> o.peer().equals(liar.peer())).hasSize(1);
  }

  @Test
  void aDiskWithoutRoomIsToldBeforeAnythingIsFetched() throws Exception {
    disk =
        new Disk() {
          @Override
          public FileChannel open(Path file) throws IOException {
            return Disk.real().open(file);
          }

          @Override
          public long freeBytes(Path where) {
            return 1_000;
          }
        };
    open(UnaryOperator.identity());
    Download download = start(MANY, peer(Manner.GIVES, MANY));

    assertFails(download, Reason.DISK);
    assertThatThrownBy(() -> download.await(LONG)).hasMessageContaining("only 1000 free");
    assertThat(exchange.given).isEmpty();
  }

  @Test
  void aDiskThatFailsInTheMiddleEndsTheDownloadAndFreesEverything() throws Exception {
    List<FileChannel> opened = new CopyOnWriteArrayList<>();
    disk =
        new Disk() {
          @Override
          public FileChannel open(Path file) throws IOException {
            opened.add(Disk.real().open(file));
            return opened.getLast();
          }

          @Override
          public long freeBytes(Path where) {
            return Long.MAX_VALUE;
          }
        };
    open(UnaryOperator.identity());
    Semaphore permits = new Semaphore(5);
    Download download = start(MANY, peer(Manner.GIVES, MANY.blocks(), permits));
    await("some is here", () -> download.progress().doneBytes() == 4L * LEAF);
    opened.getFirst().close();
    permits.release(1_000);

    assertFails(download, Reason.DISK);
    assertThat(downloads.running()).isEmpty();
    assertThat(exchange.open).isEmpty();
  }
}

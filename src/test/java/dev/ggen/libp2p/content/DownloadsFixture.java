package dev.ggen.libp2p.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ggen.libp2p.content.DownloadException.Reason;
import dev.ggen.libp2p.content.DownloadProgress.State;
import dev.ggen.libp2p.content.ScriptedExchange.Manner;
import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node whose peers play their part by script. */
abstract class DownloadsFixture {
  static final Duration LONG = Duration.ofSeconds(60);
  static final int LEAF = 64 << 10;
  static final ContentSamples MANY = ContentSamples.of(20 * LEAF + 7, LEAF, 1);
  static final ContentSamples ONE = ContentSamples.of(20_000, LEAF, 2);

  @TempDir Path folder;

  final MemoryNetwork network = new MemoryNetwork();
  volatile boolean mayHave = true;
  final PartialBlocks partial = new PartialBlocks((_, _) -> mayHave);
  final ScriptedExchange exchange = new ScriptedExchange();
  final List<FinishedArchive> taken = new CopyOnWriteArrayList<>();
  final List<Bytes> takenBytes = new CopyOnWriteArrayList<>();
  final List<ProviderOutcome> outcomes = new CopyOnWriteArrayList<>();
  final List<DownloadProgress> told = new CopyOnWriteArrayList<>();
  final List<ProviderSource> sources = new ArrayList<>();
  final List<Host> hosts = new ArrayList<>();
  Disk disk = Disk.real();
  boolean sinkFails;
  Host host;
  Downloads downloads;

  @BeforeEach
  void start() throws IOException {
    host = newHost();
    open(UnaryOperator.identity());
  }

  @AfterEach
  void end() {
    downloads.close();
    hosts.forEach(Host::close);
  }

  Host newHost() throws IOException {
    Host made =
        Host.start(
            HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/memory/0"))
                .withTransports(network));
    hosts.add(made);
    return made;
  }

  void open(UnaryOperator<DownloadSettings> change) throws IOException {
    if (downloads != null) {
      downloads.close();
    }
    DownloadSettings settings =
        DownloadSettings.defaults().withTimes(Duration.ofMinutes(5), Duration.ofMinutes(2));
    downloads =
        Downloads.open(
            new Surroundings(
                host,
                exchange,
                partial,
                change.apply(settings),
                this::take,
                sources,
                (_, _) -> 0,
                listener(),
                disk),
            folder.resolve("downloads"));
  }

  void take(FinishedArchive archive) throws IOException {
    if (sinkFails) {
      throw new IOException("the shelf is full");
    }
    takenBytes.add(Bytes.copyOf(Files.readAllBytes(archive.file())));
    taken.add(archive);
  }

  DownloadListener listener() {
    return new DownloadListener() {
      @Override
      public void progressed(DownloadProgress progress) {
        told.add(progress);
      }

      @Override
      public void parted(ProviderOutcome outcome) {
        outcomes.add(outcome);
      }
    };
  }

  Provider peer(Manner manner, ContentSamples sample) throws IOException {
    return peer(manner, sample.blocks(), new Semaphore(1_000_000));
  }

  Provider peer(Manner manner, Map<Cid, Bytes> blocks, Semaphore permits) throws IOException {
    Host peer = newHost();
    exchange.script(peer.id(), manner, blocks, permits);
    return new Provider(peer.id(), peer.listenAddresses());
  }

  Download start(ContentSamples sample, Provider... hints) throws IOException {
    return downloads.start(sample.request().withHints(List.of(hints)));
  }

  void assertFinished(Download download, ContentSamples sample) throws Exception {
    assertThat(download.await(LONG).state()).isEqualTo(State.FINISHED);
    assertThat(takenBytes).contains(sample.bytes());
  }

  static void assertFails(Download download, Reason reason) {
    assertThatThrownBy(() -> download.await(LONG))
        .asInstanceOf(type(DownloadException.class))
        .extracting(DownloadException::reason)
        .isEqualTo(reason);
  }

  List<Path> leftovers() throws IOException {
    List<Path> found = new ArrayList<>();
    Path parent = folder.resolve("downloads");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, Files::isDirectory)) {
      all.forEach(found::add);
    }
    return found;
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + LONG + ": " + what);
      }
      Thread.sleep(2);
    }
  }
}

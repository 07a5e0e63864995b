package dev.ggen.libp2p.content;

import dev.ggen.libp2p.bitswap.Bitswap;
import dev.ggen.libp2p.bitswap.BitswapSettings;
import dev.ggen.libp2p.bitswap.BlockSource;
import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.identify.Identify;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.ping.Ping;
import dev.ggen.libp2p.unixfs.ArchiveDag;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** A whole node for tests: host, bitswap, a shelf of finished archives, and downloads. */
public final class ContentNode implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(60);

  private record Place(FileChannel file, long offset, int length) {}

  /** Blocks of finished archives out of their files. */
  private static final class Shelf implements BlockSource {
    final Map<Cid, Bytes> nodes = new ConcurrentHashMap<>();
    final Map<Cid, Place> leaves = new ConcurrentHashMap<>();
    final List<Cid> read = new CopyOnWriteArrayList<>();
    volatile Semaphore permits = new Semaphore(Integer.MAX_VALUE);

    @Override
    public OptionalInt size(PeerId peer, Cid cid) {
      Bytes node = nodes.get(cid);
      Place leaf = leaves.get(cid);
      return node != null
          ? OptionalInt.of(node.size())
          : leaf != null ? OptionalInt.of(leaf.length()) : OptionalInt.empty();
    }

    @Override
    public boolean read(Cid cid, ByteBuffer target) throws IOException {
      Bytes node = nodes.get(cid);
      Place leaf = leaves.get(cid);
      if (node != null) {
        target.put(node.buffer());
        return true;
      }
      if (leaf == null) {
        return false;
      }
      permits.acquireUninterruptibly();
      read.add(cid);
      int start = target.position();
      while (target.hasRemaining()) {
        leaf.file().read(target, leaf.offset() + target.position() - start);
      }
      return true;
    }
  }

  private final Path folder;
  private final Shelf shelf = new Shelf();
  private final PartialBlocks partial = new PartialBlocks((_, _) -> true);
  private final List<FileChannel> files = new CopyOnWriteArrayList<>();
  final Host host;
  final Bitswap bitswap;
  final Downloads downloads;
  final List<FinishedArchive> finished = new CopyOnWriteArrayList<>();
  final List<ProviderOutcome> outcomes = new CopyOnWriteArrayList<>();

  private ContentNode(Host host, Path folder, DownloadSettings settings) throws IOException {
    this.host = host;
    this.folder = Files.createDirectories(folder);
    Ping.on(host);
    Identify.on(host, "test/1.0.0", "/test/1.0.0");
    bitswap = Bitswap.on(host, source(), BitswapSettings.defaults());
    DownloadListener listener =
        new DownloadListener() {
          @Override
          public void parted(ProviderOutcome outcome) {
            outcomes.add(outcome);
          }
        };
    downloads =
        Downloads.open(
            host,
            bitswap,
            partial,
            folder.resolve("downloads"),
            settings,
            new Downloads.Parties(this::keep, List.of(), (_, _) -> 0, listener));
  }

  private BlockSource source() {
    return new BlockSource() {
      @Override
      public OptionalInt size(PeerId peer, Cid cid) {
        OptionalInt here = shelf.size(peer, cid);
        return here.isPresent() ? here : partial.size(peer, cid);
      }

      @Override
      public boolean read(Cid cid, ByteBuffer target) throws IOException {
        return shelf.read(cid, target) || partial.read(cid, target);
      }
    };
  }

  /** On loopback. */
  public static ContentNode start(Path folder) throws IOException {
    return start(
        HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/ip4/127.0.0.1/tcp/0")),
        folder,
        DownloadSettings.defaults());
  }

  static ContentNode start(HostSettings hostSettings, Path folder, DownloadSettings settings)
      throws IOException {
    Host host = Host.start(hostSettings);
    try {
      return new ContentNode(host, folder, settings);
    } catch (IOException | RuntimeException e) {
      host.close();
      throw e;
    }
  }

  /** Shares an archive. */
  public ArchiveDag publish(Path archive) throws IOException {
    ArchiveDag dag;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
      dag = ArchiveDag.of(in);
    }
    shelf.nodes.putAll(dag.nodes());
    FileChannel file = opened(archive);
    for (int i = 0; i < dag.leaves().size(); i++) {
      long offset = ArchiveDag.offset(i);
      int length = (int) Math.min(ArchiveDag.LEAF_BYTES, dag.sizeBytes() - offset);
      shelf.leaves.put(dag.leaves().get(i), new Place(file, offset, length));
    }
    return dag;
  }

  private FileChannel opened(Path path) throws IOException {
    files.add(FileChannel.open(path));
    return files.getLast();
  }

  private void keep(FinishedArchive archive) throws IOException {
    Path kept = folder.resolve(archive.request().root().toString());
    Files.move(archive.file(), kept);
    FileChannel file = opened(kept);
    shelf.nodes.putAll(archive.nodes());
    archive
        .leaves()
        .forEach(
            leaf -> shelf.leaves.put(leaf.cid(), new Place(file, leaf.offset(), leaf.length())));
    finished.add(archive);
  }

  /** Where what was downloaded lies. */
  Path kept(Cid root) {
    return folder.resolve(root.toString());
  }

  /** Whether a block is here, in an archive that is finished or not. */
  boolean has(Cid block) {
    return source().size(host.id(), block).isPresent();
  }

  /** This node as a provider of something. */
  public Provider provider() {
    return new Provider(host.id(), host.listenAddresses());
  }

  /** Begins a download. */
  public Download download(DownloadRequest request, Provider... hints) throws IOException {
    return downloads.start(request.withHints(List.of(hints)));
  }

  /** From now on it gives as many leaves as there are permits. */
  void limit(Semaphore permits) {
    shelf.permits = permits;
  }

  /** The leaves of finished archives that were given, in order. */
  List<Cid> given() {
    return shelf.read;
  }

  /** How many bytes of blocks others got from here. */
  public long sentBytes() {
    return bitswap.status().bytesSent();
  }

  /** Waits for what others do; fails when it does not come. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + LONG + ": " + what);
      }
      Thread.sleep(2);
    }
  }

  @Override
  public void close() {
    downloads.close();
    bitswap.close();
    host.close();
    files.forEach(file -> {
      try {
        file.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
  }
}

package dev.ggen.registry.p2p.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.unixfs.ArchiveDag;
import dev.ggen.registry.blob.FileBlobStore;
import dev.ggen.registry.blob.StagedBlob;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveCacheTest {
  private static final int KB = 1_000;
  private static final Version VERSION = Version.of("1.0.0");
  private static final PeerId PEER = PrivateKey.generate().publicKey().peerId();

  @TempDir Path folder;
  private final Set<Digest> referenced = ConcurrentHashMap.newKeySet();
  private Instant now = Instant.parse("2026-11-27T08:00:00Z");
  private FileBlobStore blobs;
  private ArchiveCache cache;

  @BeforeEach
  void open() throws IOException {
    blobs = FileBlobStore.open(folder.resolve("blobs"));
    cache = cache(10 * KB);
  }

  private ArchiveCache cache(long maxBytes) throws IOException {
    return ArchiveCache.open(
        folder.resolve("cache"), blobs, maxBytes, referenced::contains, () -> now);
  }

  @AfterEach
  void close() throws IOException {
    cache.close();
    blobs.close();
  }

  private void reopen() throws IOException {
    close();
    open();
  }

  private static byte[] noise(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private ArchiveFacts facts(byte[] bytes) throws IOException {
    try (StagedBlob staged = blobs.stage(new ByteArrayInputStream(bytes), bytes.length)) {
      return staged.facts();
    }
  }

  /** Takes an archive in as a download does; a minute later than the one before. */
  private CachedArchive adopt(int seed, int size) throws IOException {
    now = now.plus(Duration.ofMinutes(1));
    byte[] bytes = noise(seed, size);
    Path file = Files.write(folder.resolve("download-" + UUID.randomUUID()), bytes);
    ArchiveDag dag = ArchiveDag.of(new ByteArrayInputStream(bytes));
    return cache.adopt(
        file, facts(bytes), dag.root(), dag.nodes(), new PackageName("p" + seed), VERSION);
  }

  private boolean has(CachedArchive archive) throws IOException {
    Digest sha256 = archive.facts().sha256();
    assertThat(blobs.find(sha256).isPresent()).isEqualTo(cache.has(sha256));
    return cache.has(sha256);
  }

  private void use(CachedArchive archive) throws IOException {
    now = now.plus(Duration.ofMinutes(1));
    try (ArchiveCache.Lease lease = cache.lease(archive.facts().sha256()).orElseThrow()) {
      assertThat(lease.blob().sizeBytes()).isEqualTo(archive.facts().sizeBytes());
    }
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() throws IOException {
    CachedArchive a = adopt(1, 4 * KB);
    CachedArchive b = adopt(2, 4 * KB);
    use(a);
    CachedArchive c = adopt(3, 4 * KB);
    assertThat(List.of(has(a), has(b), has(c))).containsExactly(true, false, true);
    assertThat(cache.usage().evictions()).isEqualTo(1);
    assertThat(cache.kept()).extracting(CachedArchive::name).containsExactly(c.name(), a.name());
  }

  @Test
  void itFitsToTheByte() throws IOException {
    CachedArchive a = adopt(1, 4 * KB);
    CachedArchive b = adopt(2, 6 * KB);
    assertThat(has(a) && has(b)).isTrue();
    CachedArchive c = adopt(3, 1);
    assertThat(List.of(has(a), has(b), has(c))).containsExactly(false, true, true);
  }

  @Test
  void whatIsPinnedPublishedLeasedOrReferencedStays() throws IOException {
    CachedArchive pinned = adopt(1, 3 * KB);
    assertThat(cache.pin(pinned.facts().sha256(), true).orElseThrow().pinned()).isTrue();
    CachedArchive leased = adopt(2, 3 * KB);
    CachedArchive referencedOne = adopt(3, 3 * KB);
    referenced.add(referencedOne.facts().sha256());
    try (ArchiveCache.Lease _ = cache.lease(leased.facts().sha256()).orElseThrow()) {
      assertThatExceptionOfType(CacheFullException.class)
          .isThrownBy(() -> adopt(4, 5 * KB))
          .withMessageContaining("pinned or in use");
      CachedArchive small = adopt(5, 4 * KB);
      assertThat(has(small)).isTrue();
    }
    CachedArchive big = adopt(6, 7 * KB);
    assertThat(List.of(has(pinned), has(leased), has(referencedOne), has(big)))
        .containsExactly(true, false, true, true);
    assertThat(cache.pin(pinned.facts().sha256(), false).orElseThrow().stays()).isFalse();
    CachedArchive last = adopt(7, 10 * KB);
    assertThat(List.of(has(pinned), has(last))).containsExactly(false, true);
  }

  @Test
  void whatWasPublishedHereTakesNoPlace() throws IOException {
    byte[] bytes = noise(9, 9 * KB);
    ArchiveFacts facts;
    try (StagedBlob staged = blobs.stage(new ByteArrayInputStream(bytes), bytes.length)) {
      staged.keep();
      facts = staged.facts();
    }
    ArchiveDag dag = ArchiveDag.of(new ByteArrayInputStream(bytes));
    CachedArchive own =
        cache.published(facts, dag.root(), dag.nodes(), new PackageName("own"), VERSION);
    CachedArchive other = adopt(1, 10 * KB);
    assertThat(has(own) && has(other)).isTrue();
    assertThat(cache.usage().stayingBytes()).isEqualTo(9 * KB);
  }

  @Test
  void whatIsLargerThanTheCacheIsRefusedAndNothingGoes() throws IOException {
    CachedArchive a = adopt(1, 4 * KB);
    assertThatExceptionOfType(CacheFullException.class)
        .isThrownBy(() -> adopt(2, 10 * KB + 1))
        .withMessageContaining("p2p.cache.max-size");
    assertThat(has(a)).isTrue();
  }

  @Test
  void everythingSurvivesARestart() throws IOException {
    CachedArchive a = adopt(1, 3 * KB);
    CachedArchive b = adopt(2, 3 * KB);
    assertThat(cache.pin(a.facts().sha256(), true)).isPresent();
    reopen();
    assertThat(cache.find(a.facts().sha256()).orElseThrow().pinned()).isTrue();
    assertThat(cache.find(b.name(), VERSION)).contains(b);
    assertThat(cache.roots()).contains(a.root(), b.root());
    assertThat(cache.size(PEER, b.root())).hasValue(3 * KB);
  }

  @Test
  void whatLostItsBytesIsForgottenAtTheNextStart() throws IOException {
    CachedArchive a = adopt(1, 3 * KB);
    assertThat(blobs.delete(a.facts().sha256())).isTrue();
    reopen();
    assertThat(cache.has(a.facts().sha256())).isFalse();
    assertThat(cache.size(PEER, a.root())).isEmpty();
  }

  @Test
  void theSweepLeavesItAlone() throws IOException {
    CachedArchive a = adopt(1, 3 * KB);
    assertThat(blobs.sweep(digest -> false, Duration.ZERO)).isEmpty();
    assertThat(has(a)).isTrue();
    reopen();
    assertThat(blobs.sweep(digest -> false, Duration.ZERO)).isEmpty();
  }

  @Test
  void blocksAreReadOutOfTheArchive() throws IOException {
    close();
    blobs = FileBlobStore.open(folder.resolve("blobs"));
    cache = cache(10_000 * KB);
    int size = 2 * ArchiveDag.LEAF_BYTES + 77;
    byte[] bytes = noise(5, size);
    CachedArchive archive = adopt(5, size);
    ArchiveDag dag = ArchiveDag.of(new ByteArrayInputStream(bytes));
    int at = 0;
    for (Cid leaf : dag.leaves()) {
      ByteBuffer block = ByteBuffer.allocate(cache.size(PEER, leaf).orElseThrow());
      assertThat(cache.read(leaf, block)).isTrue();
      for (byte each : block.array()) {
        assertThat(each).isEqualTo(bytes[at++]);
      }
    }
    assertThat(at).isEqualTo(size);
    ByteBuffer root = ByteBuffer.allocate(cache.size(PEER, dag.root()).orElseThrow());
    assertThat(cache.read(dag.root(), root)).isTrue();
    assertThat(root.array()).isEqualTo(dag.nodes().get(dag.root()).toByteArray());
    assertThat(archive.root()).isEqualTo(dag.root());
    assertThat(cache.size(PEER, Cid.v1(Cid.RAW, dag.root().hash()))).isEmpty();
  }

  @Test
  void manyThreadsKeepItWithinItsSizeAndConsistent() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = random.nextInt(12);
        int size = 1_000 + number * 200;
        tasks.add(() -> {
          CachedArchive archive;
          try {
            archive = adopt(number, size);
          } catch (CacheFullException e) {
            return true; // All that could go was in use just then.
          }
          cache.lease(archive.facts().sha256()).ifPresent(ArchiveCache.Lease::close);
          return true;
        });
      }
      for (Future<Boolean> each : threads.invokeAll(tasks)) {
        assertThat(each.get()).isTrue();
      }
    }
    Set<Digest> kept = new HashSet<>();
    long sum = 0;
    for (CachedArchive each : cache.kept()) {
      assertThat(blobs.find(each.facts().sha256())).isPresent();
      kept.add(each.facts().sha256());
      sum += each.facts().sizeBytes();
    }
    assertThat(sum).isLessThanOrEqualTo(10 * KB);
    assertThat(blobs.usage().blobs()).isEqualTo(kept.size());
  }

  @Test
  void aBlobIsNeverSeenMissingWhileItIsLookedAt() throws Exception {
    CachedArchive a = adopt(1, 3 * KB);
    Digest sha256 = a.facts().sha256();
    AtomicBoolean stop = new AtomicBoolean();
    Thread sweeper =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (!stop.get()) {
                  assertThat(blobs.sweep(digest -> false, Duration.ZERO)).isEmpty();
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    for (int i = 0; i < 3_000; i++) {
      assertThat(blobs.find(sha256)).as("round " + i).isPresent();
    }
    stop.set(true);
    sweeper.join();
  }
}

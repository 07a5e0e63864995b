package dev.ggen.registry.bench;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.p2p.catalogue.Catalogue;
import dev.ggen.registry.p2p.catalogue.CatalogueListener;
import dev.ggen.registry.p2p.catalogue.CatalogueSettings;
import dev.ggen.registry.p2p.catalogue.Outcome;
import dev.ggen.registry.p2p.catalogue.Source;
import dev.ggen.registry.p2p.protocol.CatalogueRecords;
import dev.ggen.registry.p2p.protocol.RegistryProtocol;
import dev.ggen.registry.p2p.protocol.RegistryProtocolSettings;
import dev.ggen.registry.p2p.protocol.SyncOutcome;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.record.VersionRecord;
import dev.ggen.registry.p2p.trust.TrustSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Times two nodes on loopback, with catalogues on disk: a fresh one that catches up with all of the
 * other's records, then some differences on both sides. Properties: {@code records}, {@code
 * differences}.
 */
public final class SyncBench {
  private static final int RECORDS = Integer.getInteger("records", 100_000);
  private static final int DIFFERENCES = Integer.getInteger("differences", 100);
  private static final int PER_PUBLISHER = 4_000;
  private static final int BATCH = 5_000;
  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

  private static final List<PrivateKey> KEYS =
      IntStream.rangeClosed(0, (RECORDS + DIFFERENCES) / PER_PUBLISHER)
          .mapToObj(i -> PrivateKey.generate())
          .toList();

  private SyncBench() {}

  private record Node(Host host, Catalogue catalogue, RegistryProtocol protocol)
      implements AutoCloseable {
    static Node start() throws IOException {
      Catalogue catalogue =
          Catalogue.open(
              CatalogueSettings.in(Files.createTempDirectory("sync-bench")),
              TrustSettings.pinned(List.of()),
              InstantSource.system(),
              CatalogueListener.NONE);
      Host host =
          Host.start(
              HostSettings.of(PrivateKey.generate(), Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
      RegistryProtocol protocol =
          RegistryProtocol.on(
              host,
              new CatalogueRecords(catalogue),
              RegistryProtocolSettings.defaults(),
              new SecureRandom());
      return new Node(host, catalogue, protocol);
    }

    /** Returns when the index has caught up, so that it takes no time from what follows. */
    void fill(int from, int to) throws InterruptedException {
      for (int start = from; start < to; start += BATCH) {
        List<Bytes> batch =
            IntStream.range(start, Math.min(to, start + BATCH))
                .parallel()
                .mapToObj(SyncBench::record)
                .toList();
        if (!catalogue.offerAll(batch, Source.SYNC).stream().allMatch(Outcome::isKept)) {
          throw new IllegalStateException("a record was refused");
        }
      }
      if (!catalogue.awaitIndexed(catalogue.status().sequence(), Duration.ofMinutes(10))) {
        throw new IllegalStateException("the index does not catch up");
      }
    }

    void reconcile(Node other, String what) throws IOException {
      host.connect(other.host.id(), other.host.listenAddresses());
      Duration before = processorTime();
      SyncOutcome outcome = protocol.reconcile(other.host.id(), Duration.ofMinutes(10));
      tell(what, outcome, processorTime().minus(before));
    }

    @Override
    public void close() {
      protocol.close();
      host.close();
      catalogue.close();
    }
  }

  /** Runs everything. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (Node full = Node.start();
        Node fresh = Node.start()) {
      long begin = System.nanoTime();
      full.fill(0, RECORDS);
      System.out.printf("filled with %,d records in %s%n", RECORDS, since(begin));
      fresh.reconcile(full, "a fresh node catches up");
      full.fill(RECORDS, RECORDS + DIFFERENCES / 2);
      fresh.fill(RECORDS + DIFFERENCES / 2, RECORDS + DIFFERENCES);
      fresh.reconcile(full, DIFFERENCES + " differences");
      fresh.reconcile(full, "no difference");
      if (full.catalogue().recordSet().size() != fresh.catalogue().recordSet().size()) {
        throw new IllegalStateException("the catalogues differ in the end");
      }
    }
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Of both nodes: on a busy machine it tells more than the time that passed. */
  private static Duration processorTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Duration.ofNanos(system.getProcessCpuTime())
        : Duration.ZERO;
  }

  private static void tell(String what, SyncOutcome outcome, Duration processorTime) {
    System.out.printf(
        "%s: %,d received, %,d sent, %d trips, %,d bytes to compare, %,d in all, %d ms,"
            + " %d ms of processors%n",
        what,
        outcome.received(),
        outcome.sent(),
        outcome.trips(),
        outcome.comparisonBytes(),
        outcome.bytes(),
        outcome.duration().toMillis(),
        processorTime.toMillis());
  }

  private static Bytes record(int number) {
    String name = "package-" + number;
    Manifest manifest =
        new Manifest(
            new PackageName(name),
            Version.of("1.0.0"),
            "The package of number " + number + ", which does what packages do, and does it well.",
            "web",
            List.of("one", "two", "number-" + number % 100),
            List.of(),
            List.of("Somebody <somebody@example.com>"),
            "MIT",
            null,
            "https://example.com/somebody/" + name,
            Collections.emptyNavigableMap(),
            null);
    Bytes archive = Bytes.copyOf(name.getBytes(StandardCharsets.UTF_8));
    Multihash hash = Multihash.sha256(archive);
    ArchiveFacts facts =
        new ArchiveFacts(
            Digest.of(Digest.Algorithm.SHA256, hash.digest().toByteArray()),
            Digest.of(Digest.Algorithm.SHA512, Multihash.sha512(archive).digest().toByteArray()),
            20_000);
    VersionRecord content =
        new VersionRecord(manifest, 0, Cid.v1(Cid.RAW, hash), facts, TIME, 1, null, null);
    return SignedRecord.seal(KEYS.get(number / PER_PUBLISHER), content).envelope();
  }
}

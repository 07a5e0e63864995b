package dev.ggen.registry.p2p.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionRange;
import dev.ggen.registry.p2p.catalogue.Catalogue;
import dev.ggen.registry.p2p.catalogue.CatalogueListener;
import dev.ggen.registry.p2p.catalogue.CatalogueSettings;
import dev.ggen.registry.p2p.catalogue.Outcome;
import dev.ggen.registry.p2p.catalogue.Source;
import dev.ggen.registry.p2p.reconcile.FingerprintTree;
import dev.ggen.registry.p2p.reconcile.ItemHash;
import dev.ggen.registry.p2p.reconcile.RecordSet;
import dev.ggen.registry.p2p.record.OwnershipGrant;
import dev.ggen.registry.p2p.record.SignedEntry;
import dev.ggen.registry.p2p.record.SignedGrant;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.record.VersionRecord;
import dev.ggen.registry.p2p.trust.TrustSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The protocol between real catalogues with really signed records. */
class CatalogueRecordsTest {
  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
  private static final PrivateKey PUBLISHER = PrivateKey.generate();
  private static final PrivateKey REGISTRY = PrivateKey.generate();
  private static final PackageName WEB = new PackageName("web");

  private final MemoryNetwork network = new MemoryNetwork();
  private final Catalogue here = catalogue();
  private final Catalogue there = catalogue();
  private final CatalogueRecords records = new CatalogueRecords(there);
  private final Host askingHost = Node.host(network);
  private final Host askedHost = Node.host(network);
  private final RegistryProtocol asking = protocol(askingHost, here);
  private final RegistryProtocol asked = protocol(askedHost, there);

  CatalogueRecordsTest() throws IOException {
    askingHost.connect(askedHost.id(), askedHost.listenAddresses());
  }

  private static Catalogue catalogue() throws IOException {
    return Catalogue.open(
        CatalogueSettings.inMemory(),
        TrustSettings.pinned(List.of(REGISTRY.publicKey().peerId())),
        InstantSource.system(),
        CatalogueListener.NONE);
  }

  private static RegistryProtocol protocol(Host host, Catalogue catalogue) {
    return RegistryProtocol.on(
        host,
        new CatalogueRecords(catalogue),
        RegistryProtocolSettings.defaults(),
        new SecureRandom());
  }

  @AfterEach
  void close() {
    asking.close();
    asked.close();
    askingHost.close();
    askedHost.close();
    here.close();
    there.close();
  }

  private static SignedRecord record(
      String name, String version, long sequence, @Nullable String yanked) {
    Bytes archive = Bytes.copyOf((name + version).getBytes(StandardCharsets.UTF_8));
    Multihash hash = Multihash.sha256(archive);
    Manifest manifest =
        new Manifest(
            new PackageName(name),
            Version.of(version),
            "A framework named " + name + ".",
            "testing",
            List.of("one"),
            List.of(),
            List.of(),
            "MIT",
            null,
            null,
            Collections.emptyNavigableMap(),
            null);
    ArchiveFacts facts =
        new ArchiveFacts(
            Digest.of(Digest.Algorithm.SHA256, hash.digest().toByteArray()),
            Digest.of(Digest.Algorithm.SHA512, Multihash.sha512(archive).digest().toByteArray()),
            1_000);
    return SignedRecord.seal(
        PUBLISHER,
        new VersionRecord(manifest, 0, Cid.v1(Cid.RAW, hash), facts, TIME, sequence, yanked, null));
  }

  private static SignedRecord record(String name, String version) {
    return record(name, version, 1, null);
  }

  private static SignedGrant grant(String name) {
    return SignedGrant.seal(
        REGISTRY,
        OwnershipGrant.of(new PackageName(name), List.of(PUBLISHER.publicKey().peerId()), 1, TIME));
  }

  private static void fill(Catalogue catalogue, SignedEntry... entries) {
    for (SignedEntry entry : entries) {
      assertThat(catalogue.offer(entry, Source.LOCAL).isKept()).isTrue();
    }
    try {
      assertThat(catalogue.awaitIndexed(catalogue.status().sequence(), Duration.ofSeconds(30)))
          .isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private SyncOutcome reconcile() throws IOException {
    return asking.reconcile(askedHost.id(), Node.LONG);
  }

  @Test
  void cataloguesAreEqualAfterOneComparison() throws Exception {
    fill(here, record("mine", "1.0.0"), record("both", "1.0.0"));
    fill(there, record("both", "1.0.0"), record("web", "1.0.0"), grant("web"));
    SyncOutcome outcome = reconcile();
    assertThat(outcome.received()).isEqualTo(2);
    assertThat(outcome.sent()).isEqualTo(1);
    assertThat(here.recordSet().size()).isEqualTo(4);
    assertThat(there.recordSet().size()).isEqualTo(4);
    assertThat(here.find(WEB).orElseThrow().grants()).containsExactly(grant("web"));
    assertThat(reconcile().received()).isZero();
  }

  @Test
  void laterWordTakesThePlaceOfTheEarlierOnBothSides() throws Exception {
    fill(here, record("web", "1.0.0", 1, null));
    fill(there, record("web", "1.0.0", 2, "withdrawn"));
    assertThat(reconcile().received()).isEqualTo(1);
    SyncOutcome again = reconcile();
    assertThat(again.received() + again.sent() + again.refused()).isZero();
    assertThat(again.trips()).isEqualTo(1);
    assertThat(here.recordSet().hash(0)).isEqualTo(there.recordSet().hash(0));
    assertThat(here.recordSet().size()).isEqualTo(1);
  }

  @Test
  void freshCatalogueGetsAll() throws Exception {
    List<Bytes> all =
        IntStream.range(0, 600).mapToObj(i -> record("package-" + i, "1.0.0").envelope()).toList();
    assertThat(there.offerAll(all, Source.SYNC)).allMatch(Outcome::isKept);
    assertThat(reconcile().received()).isEqualTo(600);
    assertThat(here.recordSet().size()).isEqualTo(600);
  }

  @Test
  void searchAndResolveBringRecords() throws Exception {
    fill(
        there,
        record("web", "1.0.0"),
        record("web", "2.0.0"),
        record("web", "1.5.0", 1, "withdrawn"),
        record("other", "1.0.0"),
        grant("web"));
    assertThat(asking.search(askedHost.id(), SearchQuery.of("web"), Node.LONG).kept())
        .containsExactly(record("web", "2.0.0").envelope());
    assertThat(here.find(WEB)).isPresent();
    assertThat(asking.resolve(askedHost.id(), WEB, Optional.empty(), Node.LONG).kept())
        .containsExactly(
            grant("web").envelope(),
            record("web", "2.0.0").envelope(),
            record("web", "1.5.0", 1, "withdrawn").envelope(),
            record("web", "1.0.0").envelope());
    Optional<VersionRange> one = Optional.of(VersionRange.of("~1.0"));
    assertThat(asking.resolve(askedHost.id(), WEB, one, Node.LONG).kept())
        .containsExactly(grant("web").envelope(), record("web", "1.0.0").envelope());
    assertThat(asking.grants(askedHost.id(), List.of(WEB), Node.LONG).kept())
        .containsExactly(grant("web").envelope());
    PackageName unknown = new PackageName("unknown");
    assertThat(asking.resolve(askedHost.id(), unknown, Optional.empty(), Node.LONG).kept())
        .isEmpty();
  }

  @Test
  void forgedRecordIsReportedAndNotKept() throws Exception {
    byte[] forged = record("web", "1.0.0").envelope().toByteArray();
    forged[forged.length - 1] ^= 1;
    try (Node liar = Node.memory(network, new InMemoryRecords())) {
      liar.records.add(Bytes.copyOf(forged));
      askingHost.connect(liar.id(), liar.host.listenAddresses());
      assertThatThrownBy(() -> asking.reconcile(liar.id(), Node.LONG))
          .isInstanceOf(ProtocolViolationException.class)
          .hasMessageContaining("an invalid entry");
    }
    assertThat(here.recordSet().size()).isZero();
  }

  @Test
  void catalogueIsSeenAsTheSetOfItsHashes() {
    fill(there, record("a", "1.0.0"), record("b", "1.0.0"), record("c", "1.0.0"), grant("a"));
    RecordSet set = records.snapshot();
    assertThat(set.size()).isEqualTo(4);
    List<ItemHash> all = set.list(0, 4);
    assertThat(all).isSorted().hasSize(4);
    FingerprintTree tree = FingerprintTree.of(all);
    for (int from = 0; from <= 4; from++) {
      for (int to = from; to <= 4; to++) {
        assertThat(set.sum(from, to)).isEqualTo(tree.snapshot().sum(from, to));
      }
    }
    for (int i = 0; i < 4; i++) {
      assertThat(set.at(i)).isEqualTo(all.get(i));
      assertThat(set.rank(all.get(i))).isEqualTo(i);
      assertThat(set.contains(all.get(i))).isTrue();
      assertThat(records.envelope(all.get(i).bytes())).isPresent();
      assertThat(records.wants(all.get(i).bytes())).isFalse();
    }
    assertThat(records.wants(Bytes.copyOf(new byte[32]))).isTrue();
  }
}

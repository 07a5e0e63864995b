package dev.ggen.registry.p2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ggen.libp2p.bandwidth.RateLimits;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.registry.archive.ArchiveInspector;
import dev.ggen.registry.archive.ArchiveLimits;
import dev.ggen.registry.blob.FileBlobStore;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.p2p.catalogue.CatalogueListener;
import dev.ggen.registry.p2p.trust.TrustSettings;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.ArchiveContent;
import dev.ggen.registry.port.RegistryException;
import dev.ggen.registry.port.TestArchives;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes on loopback. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PeerRegistryTest {
  private static final Actor ME = new Actor("me", false, "test");

  @TempDir Path folder;
  private final List<Node> nodes = new ArrayList<>();

  /** Everything of one node. */
  private static final class Node implements AutoCloseable {
    final FileBlobStore blobs;
    final PeerStorage storage;
    final NodeHolder holder = new NodeHolder();
    final PeerRegistry registry;

    Node(Path folder, List<Multiaddr> bootstrap) throws IOException {
      NodeSettings settings =
          new NodeSettings(
              folder.resolve("p2p"),
              folder.resolve("signing.key"),
              "test/1",
              List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")),
              List.of(),
              bootstrap,
              false,
              1,
              new NodeSettings.Dht("/test/kad/1.0.0", 20, Duration.ofSeconds(10), 1_000),
              new NodeSettings.Mesh(6, 4, 12),
              TrustSettings.pinned(List.of()),
              100_000_000,
              50_000_000,
              10_000,
              RateLimits.NONE,
              new NodeSettings.Patience(
                  Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(60)));
      blobs = FileBlobStore.open(folder.resolve("blobs"));
      storage =
          PeerStorage.open(
              settings, blobs, digest -> false, CatalogueListener.NONE, InstantSource.system());
      registry =
          new PeerRegistry(
              storage,
              holder,
              new ArchiveInspector(ArchiveLimits.defaults()),
              InstantSource.system());
    }

    Node online() throws IOException {
      holder.set(Optional.of(PeerNode.start(storage)));
      return this;
    }

    void offline() {
      holder.node().ifPresent(PeerNode::close);
      holder.set(Optional.empty());
    }

    Multiaddr address() {
      return holder.node().orElseThrow().addresses().getFirst();
    }

    @Override
    public void close() throws IOException {
      offline();
      storage.close();
      blobs.close();
    }
  }

  private Node node(String name, Node... bootstrap) throws IOException {
    Node node =
        new Node(folder.resolve(name), List.of(bootstrap).stream().map(Node::address).toList());
    nodes.add(node);
    return node;
  }

  @AfterEach
  void close() throws IOException {
    for (Node node : nodes) {
      node.close();
    }
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within a minute: " + what);
      }
      Thread.sleep(10);
    }
  }

  private static byte[] archive(String name, String version) {
    try (InputStream bytes = TestArchives.archive(name, version, "content of " + name)) {
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PackageRecord publish(Node node, String name, String version) {
    return node.registry.publish(ME, new ByteArrayInputStream(archive(name, version))).record();
  }

  private static boolean finds(Node node, String name) {
    return node.registry.search(SearchQuery.of(name)).hits().stream()
        .anyMatch(hit -> hit.name().value().equals(name));
  }

  private static byte[] install(Node node, String name) throws IOException {
    PackageName wanted = new PackageName(name);
    PackageRecord chosen = node.registry.resolve(wanted, VersionSelector.LATEST);
    ArchiveContent content = node.registry.fetch(wanted, chosen.version());
    try (InputStream bytes = content.open()) {
      return bytes.readAllBytes();
    }
  }

  private static void awaitPeers(Node... of) throws InterruptedException {
    for (Node node : of) {
      await("peers", () -> node.holder.node().orElseThrow().connectedPeers() > 0);
    }
  }

  @Test
  void whatOneNodePublishesOthersFindAndInstall() throws Exception {
    Node a = node("a").online();
    Node b = node("b", a).online();
    Node c = node("c", a).online();
    awaitPeers(a, b, c);
    PackageRecord published = publish(a, "shared", "1.2.0");
    await("found on b", () -> finds(b, "shared"));
    assertThat(install(b, "shared")).isEqualTo(archive("shared", "1.2.0"));
    a.offline();
    await("found on c", () -> finds(c, "shared"));
    assertThat(install(c, "shared")).isEqualTo(archive("shared", "1.2.0"));
    assertThat(c.registry.has(published)).isTrue();
    await(
        "a good word for who gave it",
        () -> b.storage.reputation().score(a.storage.identity().publicKey().peerId()) > 0);
  }

  @Test
  void everythingThatIsHereWorksWithoutANetwork() throws Exception {
    Node alone = node("alone");
    PackageRecord published = publish(alone, "offline", "1.0.0");
    assertThat(published.publisher())
        .isEqualTo(alone.storage.signingKey().publicKey().peerId().toString());
    assertThat(alone.registry.search(SearchQuery.of("offline")).total()).isEqualTo(1);
    assertThat(install(alone, "offline")).isEqualTo(archive("offline", "1.0.0"));
    assertThat(alone.registry.overview(new PackageName("offline")).versions()).hasSize(1);
    assertThatExceptionOfType(RegistryException.NotFound.class)
        .isThrownBy(
            () -> alone.registry.resolve(new PackageName("nothing"), VersionSelector.LATEST));
  }

  @Test
  void aVersionIsImmutableAndANameIsItsPublishers() throws Exception {
    Node a = node("a").online();
    Node b = node("b", a).online();
    awaitPeers(a, b);
    publish(a, "mine", "1.0.0");
    assertThat(a.registry.publish(ME, new ByteArrayInputStream(archive("mine", "1.0.0"))).created())
        .isFalse();
    await("known on b", () -> finds(b, "mine"));
    assertThatExceptionOfType(RegistryException.NotAllowed.class)
        .isThrownBy(() -> publish(b, "mine", "2.0.0"));
    assertThat(a.registry.resolve(new PackageName("mine"), VersionSelector.of("^1")).version())
        .isEqualTo(Version.of("1.0.0"));
  }

  @Test
  void aNodeThatComesLaterCatchesUpAndKeepsItAllOverARestart() throws Exception {
    Node a = node("a").online();
    for (int i = 0; i < 5; i++) {
      publish(a, "early" + i, "1.0.0");
    }
    Node late = node("late", a).online();
    await("everything", () -> late.storage.catalogue().status().names() == 5);
    assertThat(install(late, "early3")).isEqualTo(archive("early3", "1.0.0"));
    late.close();
    nodes.remove(late);
    a.offline();
    Node again = node("late");
    assertThat(again.storage.catalogue().status().names()).isEqualTo(5);
    assertThat(install(again, "early3")).isEqualTo(archive("early3", "1.0.0"));
    assertThatExceptionOfType(RegistryException.Unavailable.class)
        .isThrownBy(() -> install(again, "early4"))
        .withMessageContaining("does not run");
  }
}

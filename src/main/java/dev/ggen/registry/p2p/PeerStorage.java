package dev.ggen.registry.p2p;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.blob.BlobStore;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.p2p.cache.ArchiveCache;
import dev.ggen.registry.p2p.catalogue.AdmissionLimits;
import dev.ggen.registry.p2p.catalogue.Catalogue;
import dev.ggen.registry.p2p.catalogue.CatalogueListener;
import dev.ggen.registry.p2p.catalogue.CatalogueSettings;
import dev.ggen.registry.p2p.reputation.Reputation;
import dev.ggen.registry.p2p.trust.TrustSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a node keeps whether or not it is connected: keys, catalogue, reputation and archives. With
 * it alone everything that is here can be searched and installed. Opened once; closed after the
 * node.
 */
public final class PeerStorage implements AutoCloseable {
  private final NodeSettings settings;
  private final PrivateKey identity;
  private final PrivateKey signingKey;
  private final BlobStore blobs;
  private final Catalogue catalogue;
  private final Reputation reputation;
  private final ArchiveCache cache;

  private PeerStorage(
      NodeSettings settings,
      BlobStore blobs,
      Predicate<Digest> isReferenced,
      CatalogueListener listener,
      InstantSource clock,
      List<AutoCloseable> opened)
      throws IOException {
    this.settings = settings;
    this.blobs = blobs;
    Files.createDirectories(settings.folder());
    identity = KeyFile.openOrCreate(settings.folder().resolve("identity.key"));
    signingKey = KeyFile.openOrCreate(settings.signingKey());
    Files.writeString(settings.folder().resolve("peer-id"), identity.publicKey().peerId() + "\n");
    catalogue =
        Catalogue.open(
            CatalogueSettings.in(settings.folder().resolve("catalogue"))
                .with(AdmissionLimits.DEFAULTS.withMaxRecords(settings.maxRecords())),
            ownKeyTrusted(settings.trust(), signingKey.publicKey().peerId()),
            clock,
            listener);
    opened.add(catalogue);
    reputation = Reputation.open(settings.folder().resolve("reputation"), clock);
    opened.add(reputation);
    cache =
        ArchiveCache.open(
            settings.folder().resolve("cache"), blobs, settings.cacheBytes(), isReferenced, clock);
    opened.add(cache);
  }

  /** What this registry itself grants counts first. */
  private static TrustSettings ownKeyTrusted(TrustSettings trust, PeerId own) {
    if (trust.registries().contains(own)) {
      return trust;
    }
    List<PeerId> registries = new ArrayList<>(List.of(own));
    registries.addAll(trust.registries());
    return new TrustSettings(trust.policy(), registries, trust.settlesAfter());
  }

  /**
   * Opens or makes everything.
   *
   * @param blobs where archives lie; stays open for longer
   * @param isReferenced whether a blob stays for other reasons
   * @param listener hears what happens to the catalogue
   * @throws IOException if something can't be opened; then nothing is left open
   */
  public static PeerStorage open(
      NodeSettings settings,
      BlobStore blobs,
      Predicate<Digest> isReferenced,
      CatalogueListener listener,
      InstantSource clock)
      throws IOException {
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      return new PeerStorage(settings, blobs, isReferenced, listener, clock, opened);
    } catch (IOException | RuntimeException e) {
      close(opened.reversed(), e);
      throw e;
    }
  }

  private static void close(List<AutoCloseable> opened, Exception fault) {
    for (AutoCloseable each : opened) {
      try {
        each.close();
      } catch (Exception e) {
        fault.addSuppressed(e);
      }
    }
  }

  /** Where a part of the node keeps its files. */
  Path folder(String part) {
    return settings.folder().resolve(part);
  }

  /** What the node is to be. */
  public NodeSettings settings() {
    return settings;
  }

  /** Who the node is. */
  public PrivateKey identity() {
    return identity;
  }

  /** The key that signs what is published here. */
  public PrivateKey signingKey() {
    return signingKey;
  }

  /** The archives' bytes. */
  BlobStore blobs() {
    return blobs;
  }

  /** The records. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** What peers are worth. */
  public Reputation reputation() {
    return reputation;
  }

  /** The archives. */
  public ArchiveCache cache() {
    return cache;
  }

  @Override
  public void close() {
    cache.close();
    reputation.close();
    catalogue.close();
  }
}

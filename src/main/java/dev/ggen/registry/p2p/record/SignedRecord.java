package dev.ggen.registry.p2p.record;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.multiformats.Varint;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.Version;
import java.time.Instant;

/**
 * A package record with its publisher's signature. Made by {@link #seal} or {@link
 * SignedEntry#open} only, so that the parts belong together. Two are the same if their envelopes
 * are.
 */
public final class SignedRecord implements SignedEntry {
  /** The signature's domain of RFC 0002. */
  public static final String DOMAIN = "ggen-package-record";

  /**
   * The payload's type: 0x304747 of the range that the multicodec table leaves to private use. The
   * last two bytes read "GG".
   */
  public static final Bytes PAYLOAD_TYPE = Varint.encode(0x304747);

  private final VersionRecord content;
  private final PeerId publisher;
  private final Bytes envelope;
  private final Bytes hash;

  SignedRecord(VersionRecord content, PeerId publisher, Bytes envelope, Bytes hash) {
    this.content = content;
    this.publisher = publisher;
    this.envelope = envelope;
    this.hash = hash;
  }

  /** Signs a record; the key's owner is its publisher. */
  public static SignedRecord seal(PrivateKey key, VersionRecord content) {
    Bytes envelope = Sealing.seal(key, DOMAIN, PAYLOAD_TYPE, RecordCodec.encode(content));
    return new SignedRecord(content, key.publicKey().peerId(), envelope, Sealing.hash(envelope));
  }

  /**
   * Reads and checks one.
   *
   * @throws InvalidEntryException if it is no record, or not signed by its key
   */
  public static SignedRecord open(Bytes envelope) throws InvalidEntryException {
    if (SignedEntry.open(envelope) instanceof SignedRecord record) {
      return record;
    }
    throw new InvalidEntryException("A grant instead of a package record.");
  }

  /** What the publisher says. */
  public VersionRecord content() {
    return content;
  }

  /** Who says it. */
  public PeerId publisher() {
    return publisher;
  }

  @Override
  public PackageName name() {
    return content.name();
  }

  /** The version concerned. */
  public Version version() {
    return content.version();
  }

  @Override
  public PeerId signer() {
    return publisher;
  }

  @Override
  public Bytes envelope() {
    return envelope;
  }

  @Override
  public Bytes hash() {
    return hash;
  }

  /**
   * Whether this takes the place of another of the same publisher, name, version and bytes: the
   * higher sequence does; of two with the same one, that with the higher hash, so that all nodes
   * end with the same.
   */
  public boolean supersedes(SignedRecord other) {
    int bySequence = Long.compare(content.sequence(), other.content.sequence());
    return bySequence != 0 ? bySequence > 0 : hash.compareTo(other.hash) > 0;
  }

  /**
   * The record in the registry's own form; the publisher's peer id stands for the user.
   *
   * @param latest what a time of publication after it is shown as
   */
  public PackageRecord toPackageRecord(Instant latest) {
    Instant published = content.publishedAt().isAfter(latest) ? latest : content.publishedAt();
    return new PackageRecord(
        content.manifest(),
        content.archive(),
        published,
        publisher.toString(),
        content.sequence(),
        content.yanked(),
        content.deprecated());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedRecord that && envelope.equals(that.envelope);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "%s@%s #%d by %s".formatted(name(), version(), content.sequence(), publisher);
  }
}

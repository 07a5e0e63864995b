package dev.ggen.registry.p2p.record;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.multiformats.Varint;
import dev.ggen.registry.model.PackageName;

/** An ownership grant with the signature of the registry that gives it. */
public final class SignedGrant implements SignedEntry {
  /** The signature's domain of RFC 0002. */
  public static final String DOMAIN = "ggen-ownership-grant";

  /** The payload's type, of the private range as {@link SignedRecord#PAYLOAD_TYPE}. */
  public static final Bytes PAYLOAD_TYPE = Varint.encode(0x304748);

  private final OwnershipGrant content;
  private final PeerId registry;
  private final Bytes envelope;
  private final Bytes hash;

  SignedGrant(OwnershipGrant content, PeerId registry, Bytes envelope, Bytes hash) {
    this.content = content;
    this.registry = registry;
    this.envelope = envelope;
    this.hash = hash;
  }

  /** Signs a grant with a registry's signing key. */
  public static SignedGrant seal(PrivateKey registryKey, OwnershipGrant content) {
    Bytes envelope = Sealing.seal(registryKey, DOMAIN, PAYLOAD_TYPE, GrantCodec.encode(content));
    return new SignedGrant(
        content, registryKey.publicKey().peerId(), envelope, Sealing.hash(envelope));
  }

  /**
   * Reads and checks one.
   *
   * @throws InvalidEntryException if it is no grant, or not signed by its key
   */
  public static SignedGrant open(Bytes envelope) throws InvalidEntryException {
    if (SignedEntry.open(envelope) instanceof SignedGrant grant) {
      return grant;
    }
    throw new InvalidEntryException("A package record instead of a grant.");
  }

  /** What is granted. */
  public OwnershipGrant content() {
    return content;
  }

  /** Which registry grants it. */
  public PeerId registry() {
    return registry;
  }

  @Override
  public PackageName name() {
    return content.name();
  }

  @Override
  public PeerId signer() {
    return registry;
  }

  @Override
  public Bytes envelope() {
    return envelope;
  }

  @Override
  public Bytes hash() {
    return hash;
  }

  /** Whether this takes the place of another of the same registry and name. */
  public boolean supersedes(SignedGrant other) {
    int bySerial = Long.compare(content.serial(), other.content.serial());
    return bySerial != 0 ? bySerial > 0 : hash.compareTo(other.hash) > 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedGrant that && envelope.equals(that.envelope);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "grant %d of %s by %s".formatted(content.serial(), name(), registry);
  }
}

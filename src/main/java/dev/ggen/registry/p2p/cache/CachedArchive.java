package dev.ggen.registry.p2p.cache;

import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import java.time.Instant;

/**
 * An archive that is kept.
 *
 * @param facts digests and length
 * @param root by which peers ask for it
 * @param name the package
 * @param version its version
 * @param usedAt when it was last used, to the minute
 * @param pinned whether an operator wants it kept for good
 * @param published whether this node published it; then it is kept for good, too
 */
public record CachedArchive(
    ArchiveFacts facts,
    Cid root,
    PackageName name,
    Version version,
    Instant usedAt,
    boolean pinned,
    boolean published) {
  /** Whether it stays whatever its place is needed for. */
  public boolean stays() {
    return pinned || published;
  }

  CachedArchive withUse(Instant at) {
    return new CachedArchive(facts, root, name, version, at, pinned, published);
  }

  CachedArchive withPin(boolean now) {
    return new CachedArchive(facts, root, name, version, usedAt, now, published);
  }

  CachedArchive asPublished() {
    return new CachedArchive(facts, root, name, version, usedAt, pinned, true);
  }
}

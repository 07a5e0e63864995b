package dev.ggen.registry.p2p.record;

import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The package record of design §4: what a publisher says of one version. The manifest's facts are
 * cut to fit ({@link #of}); the archive has all of them, and what an install does is decided by the
 * archive.
 *
 * @param manifest the facts, within {@link RecordLimits}
 * @param omittedDependencies how many dependencies found no room; if any, only the archive's
 *     manifest tells what a version needs
 * @param cid where the archive is found
 * @param archive what identifies its bytes
 * @param publishedAt when, by the publisher's clock, to the millisecond
 * @param sequence which word of the publisher on this version it is; 1 or more, the highest counts
 * @param yanked why it was withdrawn, or null if it was not
 * @param deprecated what users are told instead of using it, or null
 */
public record VersionRecord(
    Manifest manifest,
    int omittedDependencies,
    Cid cid,
    ArchiveFacts archive,
    Instant publishedAt,
    long sequence,
    @Nullable String yanked,
    @Nullable String deprecated) {

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is passed; the message names it
   */
  public VersionRecord {
    RecordLimits.check(manifest);
    RecordLimits.checkText("reason of the yank", yanked, RecordLimits.MAX_YANKED_BYTES);
    RecordLimits.checkText("deprecation", deprecated, RecordLimits.MAX_DEPRECATED_BYTES);
    RecordLimits.checkArchive(archive, cid);
    if (omittedDependencies < 0 || omittedDependencies > RecordLimits.MAX_OMITTED) {
      throw new IllegalArgumentException(
          "%d dependencies can't have been left out.".formatted(omittedDependencies));
    }
    if (sequence < 1) {
      throw new IllegalArgumentException("A record's sequence is 1 or more, not " + sequence + ".");
    }
    publishedAt = RecordTimes.checked(publishedAt, "publication");
  }

  /**
   * The record of a published version, cut to what travels; marks and sequence as they are there.
   *
   * @param published as the central registry or the publisher's own node has it
   * @param cid of its archive
   */
  public static VersionRecord of(PackageRecord published, Cid cid) {
    RecordCut cut = RecordCut.of(published.manifest());
    return new VersionRecord(
        cut.manifest(),
        cut.omittedDependencies(),
        cid,
        published.archive(),
        published.publishedAt(),
        published.sequence(),
        RecordCut.text(published.yanked(), RecordLimits.MAX_YANKED_BYTES),
        RecordCut.text(published.deprecated(), RecordLimits.MAX_DEPRECATED_BYTES));
  }

  /** The same version with a later word on it; long texts are cut. */
  public VersionRecord marked(
      long newSequence, @Nullable String nowYanked, @Nullable String nowDeprecated) {
    return new VersionRecord(
        manifest,
        omittedDependencies,
        cid,
        archive,
        publishedAt,
        newSequence,
        RecordCut.text(nowYanked, RecordLimits.MAX_YANKED_BYTES),
        RecordCut.text(nowDeprecated, RecordLimits.MAX_DEPRECATED_BYTES));
  }

  /** The package. */
  public PackageName name() {
    return manifest.name();
  }

  /** The version. */
  public Version version() {
    return manifest.version();
  }

  /** True if it was withdrawn. */
  public boolean isYanked() {
    return yanked != null;
  }

  /** Whether the other is of the same archive, in every respect that identifies one. */
  public boolean hasSameBytes(VersionRecord other) {
    return archive.equals(other.archive) && cid.equals(other.cid);
  }

  /** The digest by which the archive's bytes are verified as a whole. */
  public Digest sha256() {
    return archive.sha256();
  }
}

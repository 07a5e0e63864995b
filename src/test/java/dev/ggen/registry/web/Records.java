package dev.ggen.registry.web;

import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.Version;
import java.time.Instant;

/** Records for tests that look at one property of them. */
final class Records {
  private Records() {}

  static PackageRecord ofSize(long sizeBytes) {
    return new PackageRecord(
        Manifest.of(new PackageName("a"), Version.of("1.0.0")),
        new ArchiveFacts(
            new Digest(Digest.Algorithm.SHA256, "0".repeat(64)),
            new Digest(Digest.Algorithm.SHA512, "0".repeat(128)),
            sizeBytes),
        Instant.EPOCH,
        "ada",
        1,
        null,
        null);
  }
}

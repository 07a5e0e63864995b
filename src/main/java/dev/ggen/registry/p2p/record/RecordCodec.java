package dev.ggen.registry.p2p.record;

import com.google.protobuf.CodedOutputStream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.VersionRange;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The payload of a package record, a protobuf message:
 *
 * <pre>
 * message PackageRecord {
 *   string name = 1;          string version = 2;      bytes cid = 3;
 *   bytes sha256 = 4;         bytes sha512 = 5;        uint64 size = 6;
 *   uint64 published_at = 7;  // milliseconds since 1970
 *   uint64 sequence = 8;
 *   optional string description = 9;  optional string category = 10;
 *   repeated string tags = 11;        repeated string keywords = 12;
 *   repeated string authors = 13;     optional string license = 14;
 *   optional string homepage = 15;    optional string repository = 16;
 *   repeated Dependency dependencies = 17;
 *   uint32 omitted_dependencies = 18; // if not 0
 *   optional string readme = 19;
 *   optional string yanked = 20;      optional string deprecated = 21;
 * }
 * message Dependency { string name = 1; string range = 2; }
 * </pre>
 *
 * <p>Fields from 1 to 8 are always there; each that is not repeated comes once at most. Pure.
 */
final class RecordCodec {
  static final int NAME = 1;
  static final int VERSION = 2;
  static final int CID = 3;
  static final int SHA256 = 4;
  static final int SHA512 = 5;
  static final int SIZE = 6;
  static final int PUBLISHED_AT = 7;
  static final int SEQUENCE = 8;
  static final int DESCRIPTION = 9;
  static final int CATEGORY = 10;
  static final int TAGS = 11;
  static final int KEYWORDS = 12;
  static final int AUTHORS = 13;
  static final int LICENSE = 14;
  static final int HOMEPAGE = 15;
  static final int REPOSITORY = 16;
  static final int DEPENDENCIES = 17;
  static final int OMITTED_DEPENDENCIES = 18;
  static final int README = 19;
  static final int YANKED = 20;
  static final int DEPRECATED = 21;

  static final int DEPENDENCY_NAME = 1;
  static final int DEPENDENCY_RANGE = 2;

  private RecordCodec() {}

  static Bytes encode(VersionRecord record) {
    return Fields.write(out -> {
      out.writeString(NAME, record.name().value());
      out.writeString(VERSION, record.version().toString());
      out.writeByteArray(CID, record.cid().encode().toByteArray());
      out.writeByteArray(SHA256, HexFormat.of().parseHex(record.archive().sha256().hex()));
      out.writeByteArray(SHA512, HexFormat.of().parseHex(record.archive().sha512().hex()));
      out.writeUInt64(SIZE, record.archive().sizeBytes());
      out.writeUInt64(PUBLISHED_AT, record.publishedAt().toEpochMilli());
      out.writeUInt64(SEQUENCE, record.sequence());
      writeFacts(out, record.manifest());
      if (record.omittedDependencies() > 0) {
        out.writeUInt32(OMITTED_DEPENDENCIES, record.omittedDependencies());
      }
      Fields.writeIfAny(out, README, record.manifest().readme());
      Fields.writeIfAny(out, YANKED, record.yanked());
      Fields.writeIfAny(out, DEPRECATED, record.deprecated());
    });
  }

  private static void writeFacts(CodedOutputStream out, Manifest manifest) throws IOException {
    Fields.writeIfAny(out, DESCRIPTION, manifest.description());
    Fields.writeIfAny(out, CATEGORY, manifest.category());
    Fields.writeAll(out, TAGS, manifest.tags());
    Fields.writeAll(out, KEYWORDS, manifest.keywords());
    Fields.writeAll(out, AUTHORS, manifest.authors());
    Fields.writeIfAny(out, LICENSE, manifest.license());
    Fields.writeIfAny(out, HOMEPAGE, manifest.homepage());
    Fields.writeIfAny(out, REPOSITORY, manifest.repository());
    for (Map.Entry<PackageName, VersionRange> entry : manifest.dependencies().entrySet()) {
      out.writeByteArray(DEPENDENCIES, dependency(entry.getKey(), entry.getValue()).toByteArray());
    }
  }

  private static Bytes dependency(PackageName name, VersionRange range) {
    return Fields.write(out -> {
      out.writeString(DEPENDENCY_NAME, name.value());
      out.writeString(DEPENDENCY_RANGE, range.toString());
    });
  }

  /** Bytes that the facts of a manifest take. */
  static int factsLength(Manifest manifest) {
    return Fields.write(
            out -> {
              writeFacts(out, manifest);
              Fields.writeIfAny(out, README, manifest.readme());
            })
        .size();
  }

  /** Bytes that a dependency takes. */
  static int dependencyLength(PackageName name, VersionRange range) {
    return CodedOutputStream.computeByteArraySize(
        DEPENDENCIES, dependency(name, range).toByteArray());
  }

  static VersionRecord decode(Bytes payload) throws InvalidEntryException {
    return new RecordReading().read(payload);
  }
}

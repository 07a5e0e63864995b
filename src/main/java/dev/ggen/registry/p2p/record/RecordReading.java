package dev.ggen.registry.p2p.record;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.CodedInputStream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionRange;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The fields of one record that have been read so far. Belongs to one thread. */
final class RecordReading {
  private static final int MAX_VERSION_BYTES = Version.MAX_LENGTH;

  /** Parsing these costs more than the rest of a record, and there are few different ones. */
  private static final Cache<String, Version> VERSIONS =
      Caffeine.newBuilder().maximumSize(4096).build();

  private static final Cache<String, VersionRange> RANGES =
      Caffeine.newBuilder().maximumSize(4096).build();

  private final @Nullable String[] texts = new @Nullable String[RecordCodec.DEPRECATED + 1];
  private final @Nullable Bytes[] binaries = new @Nullable Bytes[RecordCodec.SHA512 + 1];
  private final Map<Integer, Long> numbers = new HashMap<>();
  private final List<String> tags = new ArrayList<>();
  private final List<String> keywords = new ArrayList<>();
  private final List<String> authors = new ArrayList<>();
  private final SequencedMap<PackageName, VersionRange> dependencies = new LinkedHashMap<>();

  VersionRecord read(Bytes payload) throws InvalidEntryException {
    Fields.read(payload, "A package record", this::take);
    try {
      return record();
    } catch (IllegalArgumentException e) {
      throw new InvalidEntryException("A package record is wrong: " + e.getMessage(), e);
    }
  }

  private boolean take(int tag, CodedInputStream in) throws IOException, InvalidEntryException {
    int field = tag >>> 3;
    switch (field) {
      case RecordCodec.NAME,
          RecordCodec.VERSION,
          RecordCodec.DESCRIPTION,
          RecordCodec.CATEGORY,
          RecordCodec.LICENSE,
          RecordCodec.HOMEPAGE,
          RecordCodec.REPOSITORY,
          RecordCodec.README,
          RecordCodec.YANKED,
          RecordCodec.DEPRECATED ->
          texts[field] = Fields.first(texts[field], text(tag, in), "Field " + field);
      case RecordCodec.CID, RecordCodec.SHA256, RecordCodec.SHA512 ->
          binaries[field] = Fields.first(binaries[field], binary(tag, in), "Field " + field);
      case RecordCodec.SIZE,
          RecordCodec.PUBLISHED_AT,
          RecordCodec.SEQUENCE,
          RecordCodec.OMITTED_DEPENDENCIES ->
          numbers.put(field, Fields.first(numbers.get(field), number(tag, in), "Field " + field));
      case RecordCodec.TAGS -> Fields.add(tags, text(tag, in), RecordLimits.MAX_TAGS, "tags");
      case RecordCodec.KEYWORDS ->
          Fields.add(keywords, text(tag, in), RecordLimits.MAX_KEYWORDS, "keywords");
      case RecordCodec.AUTHORS ->
          Fields.add(authors, text(tag, in), RecordLimits.MAX_AUTHORS, "authors");
      case RecordCodec.DEPENDENCIES -> addDependency(binary(tag, in));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static String text(int tag, CodedInputStream in)
      throws IOException, InvalidEntryException {
    requireKind(tag, Fields.bytes(tag >>> 3));
    return in.readStringRequireUtf8();
  }

  private static Bytes binary(int tag, CodedInputStream in)
      throws IOException, InvalidEntryException {
    requireKind(tag, Fields.bytes(tag >>> 3));
    return Bytes.copyOf(in.readByteArray());
  }

  private static Long number(int tag, CodedInputStream in)
      throws IOException, InvalidEntryException {
    requireKind(tag, Fields.number(tag >>> 3));
    return in.readUInt64();
  }

  private static void requireKind(int tag, int expected) throws InvalidEntryException {
    if (tag != expected) {
      throw new InvalidEntryException("Field %d is of a wrong kind.".formatted(tag >>> 3));
    }
  }

  private void addDependency(Bytes message) throws InvalidEntryException {
    @Nullable String[] parts = new @Nullable String[RecordCodec.DEPENDENCY_RANGE + 1];
    Fields.read(
        message,
        "A dependency",
        (tag, in) -> {
          int field = tag >>> 3;
          if (field < RecordCodec.DEPENDENCY_NAME || field > RecordCodec.DEPENDENCY_RANGE) {
            return false;
          }
          parts[field] = Fields.first(parts[field], text(tag, in), "A dependency's field " + field);
          return true;
        });
    PackageName name =
        new PackageName(Fields.once(parts[RecordCodec.DEPENDENCY_NAME], "A dependency's name"));
    String range = Fields.once(parts[RecordCodec.DEPENDENCY_RANGE], "A dependency's range");
    if (dependencies.put(name, RANGES.get(range, VersionRange::of)) != null) {
      throw new InvalidEntryException("The dependency on '%s' comes twice.".formatted(name));
    }
  }

  private VersionRecord record() throws InvalidEntryException {
    return new VersionRecord(
        manifest(),
        omittedDependencies(),
        Cid.decode(Fields.once(binaries[RecordCodec.CID], "The CID")),
        new ArchiveFacts(
            digest(Digest.Algorithm.SHA256, RecordCodec.SHA256),
            digest(Digest.Algorithm.SHA512, RecordCodec.SHA512),
            number(RecordCodec.SIZE, "The size")),
        Instant.ofEpochMilli(number(RecordCodec.PUBLISHED_AT, "The time of publication")),
        number(RecordCodec.SEQUENCE, "The sequence"),
        texts[RecordCodec.YANKED],
        texts[RecordCodec.DEPRECATED]);
  }

  private int omittedDependencies() throws InvalidEntryException {
    long omitted = numbers.getOrDefault(RecordCodec.OMITTED_DEPENDENCIES, 0L);
    if (omitted < 0 || omitted > RecordLimits.MAX_OMITTED) {
      throw new InvalidEntryException("%d dependencies were left out.".formatted(omitted));
    }
    return (int) omitted;
  }

  private long number(int field, String what) throws InvalidEntryException {
    return Fields.once(numbers.get(field), what);
  }

  private Digest digest(Digest.Algorithm algorithm, int field) throws InvalidEntryException {
    return Digest.of(algorithm, Fields.once(binaries[field], "A digest").toByteArray());
  }

  private Manifest manifest() throws InvalidEntryException {
    return new Manifest(
        new PackageName(Fields.once(texts[RecordCodec.NAME], "The name")),
        version(Fields.once(texts[RecordCodec.VERSION], "The version")),
        texts[RecordCodec.DESCRIPTION],
        texts[RecordCodec.CATEGORY],
        tags,
        keywords,
        authors,
        texts[RecordCodec.LICENSE],
        texts[RecordCodec.HOMEPAGE],
        texts[RecordCodec.REPOSITORY],
        dependencies,
        texts[RecordCodec.README]);
  }

  private static Version version(String text) throws InvalidEntryException {
    if (text.length() > MAX_VERSION_BYTES) {
      throw new InvalidEntryException("A version of %d characters.".formatted(text.length()));
    }
    return VERSIONS.get(text, Version::of);
  }
}

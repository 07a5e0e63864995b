package dev.ggen.registry.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchHit;
import dev.ggen.registry.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * What a hit shows of a package, as bytes: strings and numbers in a fixed order, each optional one
 * behind a byte that says whether it is there.
 */
final class HitCodec {
  /** Characters of a description that a hit shows; the package's own page has all of it. */
  static final int MAX_DESCRIPTION = 1000;

  /** Parsing a version costs more than the rest of a hit, and there are few different ones. */
  private static final Cache<String, Version> VERSIONS =
      Caffeine.newBuilder().maximumSize(4096).build();

  private HitCodec() {}

  static BytesRef encode(IndexedPackage entry) {
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
    try {
      write(entry, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BytesRef(out.toArrayCopy());
  }

  private static void write(IndexedPackage entry, ByteBuffersDataOutput out) throws IOException {
    out.writeString(entry.name().value());
    out.writeString(entry.version().toString());
    writeOptional(out, shortened(entry.description()));
    writeOptional(out, entry.category());
    writeOptional(out, entry.license());
    writeOptional(out, entry.deprecated());
    out.writeString(entry.publisher());
    Instant publishedAt = entry.publishedAt();
    out.writeZLong(publishedAt.getEpochSecond());
    out.writeVInt(publishedAt.getNano());
    out.writeVInt(entry.tags().size());
    for (String tag : entry.tags()) {
      out.writeString(tag);
    }
  }

  static SearchHit decode(BytesRef bytes, double score) throws IOException {
    ByteArrayDataInput in = new ByteArrayDataInput(bytes.bytes, bytes.offset, bytes.length);
    PackageName name = new PackageName(in.readString());
    Version version = VERSIONS.get(in.readString(), Version::of);
    String description = readOptional(in);
    String category = readOptional(in);
    String license = readOptional(in);
    String deprecated = readOptional(in);
    String publisher = in.readString();
    Instant publishedAt = Instant.ofEpochSecond(in.readZLong(), in.readVInt());
    return new SearchHit(
        name,
        version,
        description,
        category,
        readTags(in),
        license,
        publisher,
        publishedAt,
        deprecated,
        score);
  }

  private static List<String> readTags(ByteArrayDataInput in) throws IOException {
    int count = in.readVInt();
    List<String> tags = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tags.add(in.readString());
    }
    return tags;
  }

  private static void writeOptional(ByteBuffersDataOutput out, @Nullable String text) {
    out.writeByte((byte) (text == null ? 0 : 1));
    if (text != null) {
      out.writeString(text);
    }
  }

  private static @Nullable String readOptional(ByteArrayDataInput in) throws IOException {
    return in.readByte() == 0 ? null : in.readString();
  }

  private static @Nullable String shortened(@Nullable String description) {
    if (description == null || description.length() <= MAX_DESCRIPTION) {
      return description;
    }
    int end = MAX_DESCRIPTION - 1;
    return description.substring(
            0, Character.isHighSurrogate(description.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }
}

package dev.ggen.registry.p2p.record;

import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much each field of a record may hold, in bytes of UTF-8. They are chosen so that a record
 * with every field full, but without dependencies, leaves room in {@link SignedEntry#MAX_BYTES} for
 * those of nearly every package. Texts of strangers are shown in terminals, so what would control
 * one is refused.
 */
public final class RecordLimits {
  /** A summary; the archive has the whole description. */
  public static final int MAX_DESCRIPTION_BYTES = 512;

  /** A category. */
  public static final int MAX_CATEGORY_BYTES = 128;

  /** The first tags count. */
  public static final int MAX_TAGS = 32;

  /** The first keywords count. */
  public static final int MAX_KEYWORDS = 16;

  /** One tag or keyword. */
  public static final int MAX_LABEL_BYTES = 64;

  /** The first authors count. */
  public static final int MAX_AUTHORS = 4;

  /** One author. */
  public static final int MAX_AUTHOR_BYTES = 128;

  /** An SPDX expression. */
  public static final int MAX_LICENSE_BYTES = 128;

  /** A URL, or the path of the read-me. */
  public static final int MAX_REFERENCE_BYTES = 256;

  /** Dependencies with a record; far more than the bytes allow. */
  public static final int MAX_DEPENDENCIES = 1_000;

  /** Why a version was withdrawn. */
  public static final int MAX_YANKED_BYTES = 256;

  /** What users of a deprecated version are told. */
  public static final int MAX_DEPRECATED_BYTES = 512;

  /** As many as a manifest may have. */
  static final int MAX_OMITTED = 1_000;

  private RecordLimits() {}

  static void check(Manifest manifest) {
    checkText("description", manifest.description(), MAX_DESCRIPTION_BYTES);
    checkLine("category", manifest.category(), MAX_CATEGORY_BYTES);
    checkLines("tags", manifest.tags(), MAX_TAGS, MAX_LABEL_BYTES);
    checkLines("keywords", manifest.keywords(), MAX_KEYWORDS, MAX_LABEL_BYTES);
    checkLines("authors", manifest.authors(), MAX_AUTHORS, MAX_AUTHOR_BYTES);
    checkLine("license", manifest.license(), MAX_LICENSE_BYTES);
    checkLine("homepage", manifest.homepage(), MAX_REFERENCE_BYTES);
    checkLine("repository", manifest.repository(), MAX_REFERENCE_BYTES);
    checkLine("readme", manifest.readme(), MAX_REFERENCE_BYTES);
    checkCount("dependencies", manifest.dependencies().size(), MAX_DEPENDENCIES);
  }

  private static void checkLines(String what, List<String> lines, int maxLines, int maxBytes) {
    checkCount(what, lines.size(), maxLines);
    lines.forEach(line -> checkLine(what, line, maxBytes));
  }

  private static void checkCount(String what, int count, int max) {
    if (count > max) {
      throw new IllegalArgumentException(
          "A record has at most %d %s, not %d.".formatted(max, what, count));
    }
  }

  private static void checkLine(String what, @Nullable String line, int maxBytes) {
    checkText(what, line, maxBytes);
    if (line != null && !line.codePoints().allMatch(RecordLimits::isHarmless)) {
      throw new IllegalArgumentException(
          "A record's %s must be one line without control characters.".formatted(what));
    }
  }

  static void checkText(String what, @Nullable String text, int maxBytes) {
    if (text == null) {
      return;
    }
    int length = length(text);
    if (length > maxBytes) {
      throw new IllegalArgumentException(
          "A record's %s has at most %d bytes, not %d.".formatted(what, maxBytes, length));
    }
    if (!text.codePoints().allMatch(c -> isHarmless(c) || c == '\n' || c == '\t')) {
      throw new IllegalArgumentException(
          "A record's %s must not contain control characters.".formatted(what));
    }
  }

  static void checkArchive(ArchiveFacts archive, Cid cid) {
    boolean inOrder =
        archive.sha256().algorithm() == Digest.Algorithm.SHA256
            && archive.sha512().algorithm() == Digest.Algorithm.SHA512;
    if (!inOrder || archive.sizeBytes() < 1) {
      throw new IllegalArgumentException(
          "A record has a SHA-256, a SHA-512 and a size of 1 byte or more.");
    }
    boolean addressed = cid.codec() == Cid.RAW || cid.codec() == Cid.DAG_PB;
    if (cid.version() != 1 || !addressed || cid.hash().code() != Multihash.SHA2_256) {
      throw new IllegalArgumentException(
          "An archive's CID is of version 1, raw or dag-pb, by sha2-256; not " + cid + ".");
    }
  }

  static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * False for control characters, line separators, halves of surrogate pairs, and what reverses the
   * direction of text.
   */
  static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default ->
          !(character >= 0x202A && character <= 0x202E)
              && !(character >= 0x2066 && character <= 0x2069)
              && character != 0x200E
              && character != 0x200F;
    };
  }
}

package dev.ggen.registry.p2p.record;

import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.VersionRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes any valid manifest fit into a record. Prose is cut; what a cut would make wrong (labels,
 * URLs, dependencies) is left out whole. The same manifest always gives the same facts, whatever
 * its marks. Pure.
 *
 * @param manifest what travels
 * @param omittedDependencies how many dependencies do not
 */
record RecordCut(Manifest manifest, int omittedDependencies) {
  /**
   * For the facts: of the 8 KiB, the envelope around an Ed25519 key's record takes less than 160
   * bytes, and identity and full marks less than 1,600.
   */
  private static final int MAX_FACTS_BYTES = SignedEntry.MAX_BYTES - 160 - 1_600;

  private static final String ELLIPSIS = "…";
  private static final int ELLIPSIS_BYTES = 3;

  static RecordCut of(Manifest whole) {
    Manifest searched = withDependencies(facts(whole), new LinkedHashMap<>());
    int room = MAX_FACTS_BYTES - RecordCodec.factsLength(searched);
    SequencedMap<PackageName, VersionRange> kept = new LinkedHashMap<>();
    for (Map.Entry<PackageName, VersionRange> dependency : whole.dependencies().entrySet()) {
      room -= RecordCodec.dependencyLength(dependency.getKey(), dependency.getValue());
      if (room < 0) {
        break;
      }
      kept.put(dependency.getKey(), dependency.getValue());
    }
    return new RecordCut(
        withDependencies(searched, kept), whole.dependencies().size() - kept.size());
  }

  private static Manifest facts(Manifest whole) {
    return new Manifest(
        whole.name(),
        whole.version(),
        text(whole.description(), RecordLimits.MAX_DESCRIPTION_BYTES),
        line(whole.category(), RecordLimits.MAX_CATEGORY_BYTES),
        lines(whole.tags(), RecordLimits.MAX_TAGS, RecordLimits.MAX_LABEL_BYTES),
        lines(whole.keywords(), RecordLimits.MAX_KEYWORDS, RecordLimits.MAX_LABEL_BYTES),
        lines(whole.authors(), RecordLimits.MAX_AUTHORS, RecordLimits.MAX_AUTHOR_BYTES),
        line(whole.license(), RecordLimits.MAX_LICENSE_BYTES),
        line(whole.homepage(), RecordLimits.MAX_REFERENCE_BYTES),
        line(whole.repository(), RecordLimits.MAX_REFERENCE_BYTES),
        whole.dependencies(),
        line(whole.readme(), RecordLimits.MAX_REFERENCE_BYTES));
  }

  private static Manifest withDependencies(
      Manifest facts, SequencedMap<PackageName, VersionRange> dependencies) {
    return new Manifest(
        facts.name(),
        facts.version(),
        facts.description(),
        facts.category(),
        facts.tags(),
        facts.keywords(),
        facts.authors(),
        facts.license(),
        facts.homepage(),
        facts.repository(),
        dependencies,
        facts.readme());
  }

  private static List<String> lines(List<String> all, int maxLines, int maxBytes) {
    return all.stream().filter(line -> line(line, maxBytes) != null).limit(maxLines).toList();
  }

  private static @Nullable String line(@Nullable String line, int maxBytes) {
    boolean fits =
        line != null
            && RecordLimits.length(line) <= maxBytes
            && line.codePoints().allMatch(RecordLimits::isHarmless);
    return fits ? line : null;
  }

  /** A text without what controls terminals, cut between characters if it is too long. */
  static @Nullable String text(@Nullable String whole, int maxBytes) {
    if (whole == null) {
      return null;
    }
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    int cutAt = 0;
    for (int at = 0; at < whole.length(); at += Character.charCount(whole.codePointAt(at))) {
      int character = shown(whole.codePointAt(at));
      bytes += utf8Length(character);
      if (bytes > maxBytes) {
        return kept.substring(0, cutAt) + ELLIPSIS;
      }
      kept.appendCodePoint(character);
      cutAt = bytes <= maxBytes - ELLIPSIS_BYTES ? kept.length() : cutAt;
    }
    return kept.toString();
  }

  private static int shown(int character) {
    boolean harmless = RecordLimits.isHarmless(character) || character == '\n' || character == '\t';
    return harmless ? character : ' ';
  }

  private static int utf8Length(int character) {
    if (character < 0x80) {
      return 1;
    }
    if (character < 0x800) {
      return 2;
    }
    return character < 0x10000 ? 3 : 4;
  }
}

package dev.ggen.registry.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/**
 * Splits names and texts into words, the same way for packages and for questions.
 *
 * <p>A word is a run of letters and digits; everything else separates. Inside a word a new part
 * begins between letter and digit and at a capital ({@code log4j}, {@code HttpClient}, {@code
 * XMLReader}). Ideographs, kana and symbols such as emoji are words of one character, because no
 * spaces part them.
 */
final class Words {
  /** Letters of a word that count; longer ones are seldom words at all. */
  static final int MAX_LETTERS = 64;

  /** Parts of a word; one with more, such as a hash, is only taken whole. */
  static final int MAX_PARTS = 6;

  private final int[] text;
  private final int limit;
  private final List<Word> words = new ArrayList<>();

  private Words(String text, int limit) {
    this.text = text.codePoints().toArray();
    this.limit = limit;
  }

  /** The first words of a text, at most {@code limit}, in its order. */
  static List<Word> of(String text, int limit) {
    return new Words(Normalizer.normalize(text, Normalizer.Form.NFKC), limit).split();
  }

  private List<Word> split() {
    int at = 0;
    while (at < text.length && words.size() < limit) {
      if (standsAlone(text[at])) {
        add(at, at + 1);
        at++;
      } else if (isWordPart(text[at])) {
        int end = endOfWord(at);
        add(at, end);
        at = end;
      } else {
        at++;
      }
    }
    return words;
  }

  private int endOfWord(int from) {
    int end = from;
    while (end < text.length && isWordPart(text[end]) && !standsAlone(text[end])) {
      end++;
    }
    return end;
  }

  private void add(int from, int to) {
    String whole = fold(from, to);
    if (whole.isEmpty()) {
      return;
    }
    List<String> parts = new ArrayList<>();
    int start = from;
    for (int at = from + 1; at <= to && parts.size() <= MAX_PARTS; at++) {
      if (at == to || isBorder(at, to)) {
        parts.add(fold(start, at));
        start = at;
      }
    }
    boolean parted = parts.size() > 1 && parts.size() <= MAX_PARTS && !parts.contains("");
    words.add(new Word(whole, parted ? List.copyOf(parts) : List.of()));
  }

  private boolean isBorder(int at, int end) {
    int before = text[at - 1];
    int here = text[at];
    if (isMark(here)) {
      return false;
    }
    if (Character.isDigit(before) != Character.isDigit(here)) {
      return true;
    }
    boolean endsCapitals =
        Character.isUpperCase(before) && at + 1 < end && Character.isLowerCase(text[at + 1]);
    return Character.isUpperCase(here) && (!Character.isUpperCase(before) || endsCapitals);
  }

  private String fold(int from, int to) {
    String lower =
        new String(text, from, Math.min(to - from, MAX_LETTERS)).toLowerCase(Locale.ROOT);
    return lower.chars().allMatch(c -> c < 0x80) ? lower : foldAccents(lower);
  }

  private static String foldAccents(String lower) {
    char[] folded = new char[4 * lower.length()];
    int length = ASCIIFoldingFilter.foldToASCII(lower.toCharArray(), 0, folded, 0, lower.length());
    StringBuilder kept = new StringBuilder(length);
    for (int at = 0; at < length && kept.length() < MAX_LETTERS; at++) {
      if (folded[at] < '\u0300' || folded[at] > '\u036f') {
        kept.append(folded[at]);
      }
    }
    return kept.toString();
  }

  private static boolean isWordPart(int codePoint) {
    return Character.isLetterOrDigit(codePoint) || isMark(codePoint);
  }

  private static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean standsAlone(int codePoint) {
    if (codePoint < 0x80) {
      return false;
    }
    return Character.isIdeographic(codePoint)
        || Character.getType(codePoint) == Character.OTHER_SYMBOL
        || isKana(Character.UnicodeScript.of(codePoint));
  }

  private static boolean isKana(Character.UnicodeScript script) {
    return script == Character.UnicodeScript.HIRAGANA || script == Character.UnicodeScript.KATAKANA;
  }
}

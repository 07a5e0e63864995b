package dev.ggen.registry.central.store;

/**
 * Text that every database keeps as it is. PostgreSQL refuses U+0000 and has no place for half a
 * surrogate pair; both become U+FFFD. Pure.
 */
public final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /** The text without what can't be stored; as long as before. */
  public static String of(String text) {
    int first = firstUnstorable(text, 0);
    if (first == text.length()) {
      return text;
    }
    StringBuilder storable = new StringBuilder(text);
    for (int i = first; i < text.length(); i = firstUnstorable(text, i + 1)) {
      storable.setCharAt(i, REPLACEMENT);
    }
    return storable.toString();
  }

  private static int firstUnstorable(String text, int from) {
    int i = from;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      if (codePoint == 0
          || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
        return i;
      }
      i += Character.charCount(codePoint);
    }
    return text.length();
  }
}

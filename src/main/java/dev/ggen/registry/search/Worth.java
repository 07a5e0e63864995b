package dev.ggen.registry.search;

/**
 * What finding a word in a package is worth, in thousandths, by the place where it stands. The
 * steps do not overlap: name, beginning of a name's word, tag, beginning of a tag's word,
 * description, beginning of a description's word. It depends on the package alone, so that a hit
 * scores the same whatever else is in the index.
 */
final class Worth {
  /** The most there is. */
  static final int FULL = 1000;

  /** The least that a match in a name is worth, be it only of a word's beginning. */
  static final int LEAST_IN_NAME = 550;

  private static final int STEM_DISCOUNT = 20;
  private static final int LONGEST_DESCRIPTION_DISCOUNT = 100;

  private Worth() {}

  /** The package is called exactly so. */
  static int sameName() {
    return FULL;
  }

  /** The name has the same letters, written with other separators. */
  static int sameLetters() {
    return 980;
  }

  /** The name without its scope has the same letters. */
  static int sameBareLetters() {
    return 950;
  }

  /** A word of the name: 750 to 1000 by how much of the name it makes up. */
  static int nameWord(int letters, int nameLetters) {
    return 750 + 250 * letters / nameLetters;
  }

  /** The beginning of a word of the name: 550 to 740 by how much of the name was typed. */
  static int namePrefix(int letters, int nameLetters) {
    return LEAST_IN_NAME + 190 * letters / nameLetters;
  }

  /**
   * The beginning of the name's words written as one, over the end of the first: 510 to 545. Less
   * than {@link #LEAST_IN_NAME}, for it may also be a slip of the pen.
   */
  static int joinedPrefix(int letters, int nameLetters) {
    return 510 + 35 * letters / nameLetters;
  }

  /** A tag or keyword, or one word of several in it. */
  static int label(boolean wholly) {
    return wholly ? 500 : 460;
  }

  /** A word of the category. */
  static int category() {
    return 440;
  }

  /** The beginning of a word of a tag, keyword or category: 360 to 410. */
  static int labelPrefix(int letters, int wordLetters) {
    return 360 + 50 * letters / wordLetters;
  }

  /**
   * A word of the description: 350 for the first, a little less for each later one, at least 250.
   */
  static int description(int position) {
    return 350 - Math.min(LONGEST_DESCRIPTION_DISCOUNT, 5 * position);
  }

  /** The beginning of a word of the description: 100 to 200. */
  static int descriptionPrefix(int letters, int wordLetters) {
    return 100 + 100 * letters / wordLetters;
  }

  /** The same word in another form. */
  static int stem(int worthOfWord) {
    return worthOfWord - STEM_DISCOUNT;
  }

  /** The same in a deprecated package: half. */
  static int deprecated(int worth) {
    return worth / 2;
  }

  /** The same for the whole name: whoever asks for a deprecated package by name still finds it. */
  static int deprecatedName(int worth) {
    return worth - 60;
  }
}

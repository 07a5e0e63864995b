package dev.ggen.registry.search;

/**
 * How a text was found. Each way has its own part of the scale from 0 to 1, so that a score tells
 * which it was and a better way always comes first.
 */
enum Band {
  /** As written: every word, or the name. */
  LITERAL(0.5, 1),
  /** After words were corrected. */
  CORRECTED(0.25, 0.5),
  /** Only some of the words. */
  PARTIAL(0, 0.25);

  private final double from;
  private final double to;

  Band(double from, double to) {
    this.from = from;
    this.to = to;
  }

  /** The score on the whole scale of one from 0 to 1 within this way. */
  double score(float within) {
    return from + (to - from) * Math.min(1, within);
  }
}

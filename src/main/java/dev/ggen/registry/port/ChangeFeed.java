package dev.ggen.registry.port;

import dev.ggen.registry.model.Change;
import java.time.Duration;
import java.util.List;

/**
 * Every change since the first, in order and without gaps, for ever. A reader keeps the sequence of
 * the last change it has dealt with and asks for what came after.
 */
public interface ChangeFeed {
  /** The most changes of one answer. */
  int MAX_LIMIT = 1_000;

  /**
   * The changes after a sequence, oldest first; empty if there are none.
   *
   * @param since the last sequence known, 0 for the beginning
   * @param limit how many at the most, up to {@link #MAX_LIMIT}
   */
  List<Change> changesSince(long since, int limit);

  /** The newest sequence; 0 if nothing has happened yet. */
  long newestSequence();

  /**
   * Waits until there is a change after a sequence, made here or by another process.
   *
   * @return true if there is one, false if the time ran out
   */
  boolean awaitChangeAfter(long since, Duration timeout) throws InterruptedException;
}

package dev.ggen.registry.p2p.reputation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a peer. Counts fade: after {@link #HALF_LIFE} half of them is left.
 *
 * @param successes what went well
 * @param failures what did not, through its fault or the network's
 * @param badBlocks blocks and records that were not what they were said to be
 * @param latencyMillis how long it takes to answer, smoothed; 0 if unknown
 * @param bytesIn bytes of archives that it gave us
 * @param bytesOut bytes of archives that we gave it
 * @param bans how often it was banned, fading
 * @param bannedUntil until when nothing is taken from it
 * @param banReason why
 * @param at when the counts were as they stand here
 */
public record Standing(
    double successes,
    double failures,
    double badBlocks,
    double latencyMillis,
    long bytesIn,
    long bytesOut,
    double bans,
    Optional<Instant> bannedUntil,
    String banReason,
    Instant at) {
  /** A day's deeds count for half a day later, for little after a week. */
  public static final Duration HALF_LIFE = Duration.ofHours(24);

  /** The first ban; each further one lasts four times as long. */
  public static final Duration FIRST_BAN = Duration.ofMinutes(10);

  /** No ban lasts longer: keys change hands, and software is mended. */
  public static final Duration LONGEST_BAN = Duration.ofDays(7);

  /** So many deeds without name pull a score towards 0. */
  private static final double PRIOR = 4;

  private static final double FAILURE_WEIGHT = 2;
  private static final double BAD_BLOCK_WEIGHT = 50;
  private static final double BAN_FACTOR = 4;
  private static final double NEW_SHARE = 0.2;

  /** Somebody of whom nothing is known. */
  public static Standing unknown(Instant at) {
    return new Standing(0, 0, 0, 0, 0, 0, 0, Optional.empty(), "", at);
  }

  /** The same at a later time. */
  Standing fadedTo(Instant now) {
    double days = Math.max(0, Duration.between(at, now).toMillis()) / (double) HALF_LIFE.toMillis();
    double left = Math.pow(0.5, days);
    return new Standing(
        successes * left,
        failures * left,
        badBlocks * left,
        latencyMillis,
        bytesIn,
        bytesOut,
        bans * left,
        bannedUntil.filter(until -> until.isAfter(now)),
        bannedUntil.filter(until -> until.isAfter(now)).isPresent() ? banReason : "",
        now);
  }

  Standing succeeded(long bytes, Duration latency) {
    double millis = latency.toNanos() / 1e6;
    double smoothed =
        millis <= 0
            ? latencyMillis
            : latencyMillis == 0 ? millis : latencyMillis + NEW_SHARE * (millis - latencyMillis);
    return new Standing(
        successes + 1,
        failures,
        badBlocks,
        smoothed,
        bytesIn + bytes,
        bytesOut,
        bans,
        bannedUntil,
        banReason,
        at);
  }

  Standing failed() {
    return new Standing(
        successes,
        failures + 1,
        badBlocks,
        latencyMillis,
        bytesIn,
        bytesOut,
        bans,
        bannedUntil,
        banReason,
        at);
  }

  Standing gave(long bytes) {
    return new Standing(
        successes,
        failures,
        badBlocks,
        latencyMillis,
        bytesIn,
        bytesOut + bytes,
        bans,
        bannedUntil,
        banReason,
        at);
  }

  /** It has sent something false, and is banned: each time for longer. */
  Standing lied(String reason) {
    long factor = (long) Math.pow(BAN_FACTOR, Math.min(10, Math.floor(bans + 0.5)));
    Duration length = FIRST_BAN.multipliedBy(Math.max(1, factor));
    Duration ban = length.compareTo(LONGEST_BAN) > 0 ? LONGEST_BAN : length;
    return new Standing(
        successes,
        failures,
        badBlocks + 1,
        latencyMillis,
        bytesIn,
        bytesOut,
        bans + 1,
        Optional.of(at.plus(ban)),
        reason,
        at);
  }

  /** Whether nothing is taken from it. */
  public boolean isBanned(Instant now) {
    return bannedUntil.isPresent() && bannedUntil.get().isAfter(now);
  }

  /** What it is worth, from -1 to 1; 0 of an unknown one. */
  public double score() {
    double bad = FAILURE_WEIGHT * failures + BAD_BLOCK_WEIGHT * badBlocks;
    return (successes - bad) / (successes + bad + PRIOR);
  }

  /** How much would be lost by forgetting it. */
  double weight() {
    return successes + failures + BAD_BLOCK_WEIGHT * (badBlocks + bans);
  }
}

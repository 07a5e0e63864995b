package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Multiaddr;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * Whether others can reach this node, as far as it can tell: "Client and server mode". An engine;
 * one owner.
 *
 * <p>The operator's word comes first, then the facts: a connection that came in. Without either a
 * node counts as reachable, for the first nodes of a network must serve before anybody can know,
 * unless others see it at a public address that it does not have: then a router stands between.
 */
final class Reachability {
  /** A router keeps a way in open only as long as it is used. */
  static final Duration LIFETIME = Duration.ofHours(1);

  private Instant fromPublic = Instant.MIN;

  /** Somebody has connected to this node. */
  void connectedFrom(Multiaddr remote, Instant now) {
    if (AddressScope.isPublic(remote)) {
      fromPublic = now;
    }
  }

  /**
   * Decides.
   *
   * @param listening where this node listens, on each interface
   * @param announced what the operator says; may be empty
   * @param confirmed where others see it
   */
  boolean isReachable(
      Collection<Multiaddr> listening,
      Collection<Multiaddr> announced,
      Collection<Multiaddr> confirmed,
      Instant now) {
    if (!announced.isEmpty()) {
      return true;
    }
    if (listening.isEmpty()) {
      return false;
    }
    boolean hasPublicAddress = listening.stream().anyMatch(AddressScope::isPublic);
    boolean isSeenElsewhere = confirmed.stream().anyMatch(AddressScope::isPublic);
    boolean isBehindRouter = isSeenElsewhere && !hasPublicAddress;
    return !isBehindRouter || fromPublic.plus(LIFETIME).isAfter(now);
  }
}

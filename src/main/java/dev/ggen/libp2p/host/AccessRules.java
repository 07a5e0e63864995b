package dev.ggen.libp2p.host;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whom a host deals with: lists of peers and of IP ranges that can change while it runs. What is
 * denied is denied; where something is allowed, nothing else is. Connections that exist already are
 * not touched. Safe for any number of threads.
 */
public final class AccessRules {
  private final Set<PeerId> allowedPeers = ConcurrentHashMap.newKeySet();
  private final Set<PeerId> deniedPeers = ConcurrentHashMap.newKeySet();
  private final Set<IpRange> allowedRanges = ConcurrentHashMap.newKeySet();
  private final Set<IpRange> deniedRanges = ConcurrentHashMap.newKeySet();

  /** From the first on, only allowed peers are dealt with. */
  public void allow(PeerId peer) {
    allowedPeers.add(peer);
  }

  /** This peer is not dealt with, whatever else is allowed. */
  public void deny(PeerId peer) {
    deniedPeers.add(peer);
  }

  /** From the first on, only addresses in allowed ranges are dealt with. */
  public void allow(IpRange range) {
    allowedRanges.add(range);
  }

  /** Addresses in this range are not dealt with, whatever else is allowed. */
  public void deny(IpRange range) {
    deniedRanges.add(range);
  }

  /** Takes a peer from both lists. */
  public void forget(PeerId peer) {
    allowedPeers.remove(peer);
    deniedPeers.remove(peer);
  }

  /** Takes a range from both lists. */
  public void forget(IpRange range) {
    allowedRanges.remove(range);
    deniedRanges.remove(range);
  }

  /** Whether a peer may be dealt with. */
  public boolean permits(PeerId peer) {
    return !deniedPeers.contains(peer) && (allowedPeers.isEmpty() || allowedPeers.contains(peer));
  }

  /** Whether an address may be dialled or accepted. One without IP address is in no range. */
  public boolean permits(Multiaddr address) {
    Optional<InetAddress> ip = address.ip();
    boolean denied = ip.isPresent() && contains(deniedRanges, ip.get());
    boolean allowed =
        allowedRanges.isEmpty() || (ip.isPresent() && contains(allowedRanges, ip.get()));
    return allowed && !denied;
  }

  private static boolean contains(Set<IpRange> ranges, InetAddress ip) {
    return ranges.stream().anyMatch(range -> range.contains(ip));
  }
}

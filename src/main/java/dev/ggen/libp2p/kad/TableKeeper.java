package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Owns the routing table, and tells the host which peers are in it so that their connections are
 * kept longer than others. Safe for any number of threads.
 */
final class TableKeeper {
  private static final String TAG = "kad";
  private static final int TAG_VALUE = 10;

  private final Host host;
  private final InstantSource clock;

  /** Guarded by this. */
  private final RoutingTable table;

  TableKeeper(Host host, KadSettings settings, InstantSource clock) {
    this.host = host;
    this.clock = clock;
    this.table =
        new RoutingTable(
            KadKey.of(host.id()),
            settings.queries().replication(),
            settings.table().perGroupInBucket(),
            settings.table().perGroup());
  }

  /** A peer has just answered as a server. Returns whether it is new in the table. */
  synchronized boolean answered(PeerId peer) {
    boolean added = table.offer(peer, group(peer), clock.instant()) == RoutingTable.Admission.ADDED;
    if (added) {
      host.tags().tag(peer, TAG, TAG_VALUE);
      notifyAll();
    }
    return added;
  }

  private Optional<Bytes> group(PeerId peer) {
    return host.connection(peer).flatMap(c -> AddressScope.group(c.remoteAddress()));
  }

  /** A peer has not answered. */
  synchronized void failed(PeerId peer) {
    if (table.failed(peer)) {
      gone(peer);
    }
  }

  /** A peer is no server, or none any more. */
  synchronized void remove(PeerId peer) {
    if (table.remove(peer)) {
      gone(peer);
    }
  }

  private void gone(PeerId peer) {
    host.tags().untag(peer, TAG);
    if (table.size() == 0) {
      notifyAll();
    }
  }

  /** Waits until there is anybody in the table. */
  synchronized void awaitSomebody() throws InterruptedException {
    while (table.size() == 0) {
      wait();
    }
  }

  /** Waits until there is nobody, or the time is over. */
  synchronized void awaitNobody(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toMillis(); left > 0 && table.size() > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  synchronized List<PeerId> closest(KadKey target, int count) {
    return table.closest(target, count);
  }

  synchronized List<PeerId> silentSince(Instant time, int count) {
    return table.silentSince(time, count);
  }

  synchronized boolean isWanted(PeerId peer) {
    return table.isWanted(peer);
  }

  synchronized boolean contains(PeerId peer) {
    return table.contains(peer);
  }

  synchronized int size() {
    return table.size();
  }

  synchronized List<Integer> buckets() {
    return table.sizes();
  }
}

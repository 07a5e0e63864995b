package dev.ggen.libp2p.bitswap;

import dev.ggen.libp2p.bitswap.BitswapMessage.Want;
import dev.ggen.libp2p.bitswap.BitswapMessage.WantType;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one peer wants of us, and what it is to be sent: bitswap, "Server". No I/O but for asking
 * the source whether a block is here. Guarded by its owner's lock.
 */
final class Ledger {
  /** Answers that wait to be sent; more are dropped, which the peer takes for slowness. */
  private static final int MAX_PRESENCES = 16_384;

  private static final int BURST_FACTOR = 8;

  private final PeerId peer;
  private final BlockSource source;
  private final BitswapSettings settings;
  private final BitswapCounters counters;

  /** What it wants and we have not got: it hears when that changes. */
  private final Map<Cid, Want> waiting = new LinkedHashMap<>();

  /** Blocks to send. */
  private final Set<Cid> ready = new LinkedHashSet<>();

  private final Map<Cid, Boolean> presences = new LinkedHashMap<>();
  private double allowance;
  private long allowedAt;

  Ledger(
      PeerId peer,
      BlockSource source,
      BitswapSettings settings,
      BitswapCounters counters,
      long now) {
    this.peer = peer;
    this.source = source;
    this.settings = settings;
    this.counters = counters;
    this.allowance = (double) settings.entriesPerSecond() * BURST_FACTOR;
    this.allowedAt = now;
  }

  /** Takes a wantlist. */
  void wanted(List<Want> wants, boolean full, long now) {
    if (full) {
      waiting.clear();
      ready.clear();
    }
    for (Want want : wants) {
      Cid cid = want.cid().toV1();
      if (want.cancel()) {
        waiting.remove(cid);
        ready.remove(cid);
      } else if (!isAllowed(now)) {
        counters.refusedWants.increment();
      } else {
        wanted(cid, want);
      }
    }
  }

  private boolean isAllowed(long now) {
    double rate = settings.entriesPerSecond();
    allowance = Math.min(rate * BURST_FACTOR, allowance + (now - allowedAt) * rate / 1e9);
    allowedAt = now;
    if (allowance < 1) {
      return false;
    }
    allowance--;
    return true;
  }

  private void wanted(Cid cid, Want want) {
    OptionalInt size = source.size(peer, cid);
    if (size.isPresent()) {
      give(cid, want, size.getAsInt());
      return;
    }
    if (waiting.size() < settings.wantsOfPeer() || waiting.containsKey(cid)) {
      waiting.put(cid, want);
    } else {
      counters.refusedWants.increment();
    }
    if (want.sendDontHave()) {
      say(cid, false);
    }
  }

  private void give(Cid cid, Want want, int size) {
    waiting.remove(cid);
    if (want.type() == WantType.HAVE && size > settings.inlineBytes()) {
      say(cid, true);
    } else if (ready.size() < settings.wantsOfPeer()) {
      ready.add(cid);
    } else {
      counters.refusedWants.increment();
      if (want.sendDontHave()) {
        say(cid, false);
      }
    }
  }

  private void say(Cid cid, boolean has) {
    if (presences.size() < MAX_PRESENCES || presences.containsKey(cid)) {
      presences.put(cid, has);
    }
  }

  /** Blocks have come to us; true if the peer wants any of them. */
  boolean appeared(Collection<Cid> blocks) {
    boolean any = false;
    for (Cid cid : blocks) {
      Want want = waiting.get(cid);
      OptionalInt size = want == null ? OptionalInt.empty() : source.size(peer, cid);
      if (want != null && size.isPresent()) {
        give(cid, want, size.getAsInt());
        any = true;
      }
    }
    return any;
  }

  boolean hasPresences() {
    return !presences.isEmpty();
  }

  /** Answers to send now. */
  List<BitswapMessage.Presence> takePresences(int most) {
    List<BitswapMessage.Presence> taken =
        presences.entrySet().stream()
            .limit(most)
            .map(each -> new BitswapMessage.Presence(each.getKey(), each.getValue()))
            .toList();
    taken.forEach(each -> presences.remove(each.cid()));
    return taken;
  }

  boolean hasBlocks() {
    return !ready.isEmpty();
  }

  /** Blocks to send next, as many as make so many bytes, but one at least. */
  List<Cid> takeBlocks(int bytes) {
    ArrayDeque<Cid> taken = new ArrayDeque<>();
    int sum = 0;
    for (Cid cid : ready) {
      OptionalInt size = source.size(peer, cid);
      if (!taken.isEmpty() && sum + size.orElse(0) > bytes) {
        break;
      }
      sum += size.orElse(0);
      taken.add(cid);
    }
    taken.forEach(ready::remove);
    return List.copyOf(taken);
  }

  /** How many wants are kept. */
  int size() {
    return waiting.size() + ready.size();
  }
}

package dev.ggen.libp2p.bitswap;

import java.util.concurrent.atomic.LongAdder;

/** Counts what happens. Any thread. */
final class BitswapCounters {
  final LongAdder blocksSent = new LongAdder();
  final LongAdder bytesSent = new LongAdder();
  final LongAdder blocksReceived = new LongAdder();
  final LongAdder bytesReceived = new LongAdder();
  final LongAdder unsolicited = new LongAdder();
  final LongAdder badBlocks = new LongAdder();
  final LongAdder refusedWants = new LongAdder();

  /** A block has been sent. */
  void sent(int bytes) {
    blocksSent.increment();
    bytesSent.add(bytes);
  }

  BitswapStatus status(int peers, int sessions, int wants) {
    return new BitswapStatus(
        blocksSent.sum(),
        bytesSent.sum(),
        blocksReceived.sum(),
        bytesReceived.sum(),
        unsolicited.sum(),
        badBlocks.sum(),
        refusedWants.sum(),
        peers,
        sessions,
        wants);
  }
}

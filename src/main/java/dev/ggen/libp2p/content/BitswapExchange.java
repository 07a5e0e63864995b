package dev.ggen.libp2p.content;

import dev.ggen.libp2p.bitswap.Bitswap;
import dev.ggen.libp2p.bitswap.BitswapSession;
import dev.ggen.libp2p.bitswap.SessionEnding;
import dev.ggen.libp2p.content.ProviderOutcome.Ending;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** The exchange of blocks by bitswap. */
record BitswapExchange(Bitswap bitswap) implements Exchange {
  @Override
  public Session open(Cid root, Listener listener) {
    BitswapSession session = bitswap.open(listener(root, listener));
    return new Session() {
      @Override
      public void want(List<Cid> blocks) {
        session.want(blocks);
      }

      @Override
      public void add(PeerId peer, Duration patience) {
        session.add(peer, patience);
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }

  private static BitswapSession.Listener listener(Cid root, Listener listener) {
    return new BitswapSession.Listener() {
      @Override
      public void arrived(PeerId from, Cid cid, ByteBuffer block) throws InterruptedException {
        listener.arrived(from, cid, block);
      }

      @Override
      public void parted(PeerId peer, SessionEnding ending, long bytes, Duration latency) {
        listener.parted(new ProviderOutcome(peer, root, of(ending), bytes, latency));
      }
    };
  }

  private static Ending of(SessionEnding ending) {
    return switch (ending) {
      case DONE -> Ending.SERVED;
      case HAS_NOTHING -> Ending.HAS_NOTHING;
      case BAD_BLOCK -> Ending.BAD_BLOCK;
      case STALLED -> Ending.STALLED;
      case GONE -> Ending.UNREACHABLE;
    };
  }

  @Override
  public void appeared(Cid block) {
    bitswap.appeared(List.of(block));
  }
}

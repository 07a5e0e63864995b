package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a download, for its thread to deal with. Blocks wait outside while enough of them
 * are inside, so that whoever sends faster than the disk writes is slowed down; all else is small,
 * and bounded by the number of providers.
 */
final class Mailbox {
  /** With 2 MiB each they leave enough of the 32 MB of a download for those on their way. */
  static final int MAX_BLOCKS = 4;

  /** Something that has happened. */
  sealed interface Event {}

  /** A source knows a provider. */
  record Found(Provider provider) implements Event {}

  /** A block that was wanted and whose hash is right. */
  record Arrived(PeerId from, Cid cid, ByteBuffer block) implements Event {}

  /** A provider is of no use any more. */
  record Parted(ProviderOutcome outcome) implements Event {}

  /** There may be something else to look at. */
  record Woken() implements Event {}

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(MAX_BLOCKS);
  private volatile boolean closed;

  /** Leaves a small event; never waits. */
  void post(Event event) {
    events.add(event);
  }

  /** Leaves a block as soon as there is room; whether anybody will look at it. */
  boolean postBlock(Arrived block) throws InterruptedException {
    room.acquire();
    if (closed) {
      room.release();
      return false;
    }
    events.add(block);
    return true;
  }

  /** The next event, or nothing within the time. */
  @Nullable Event take(long nanos) throws InterruptedException {
    Event event = events.poll(nanos, TimeUnit.NANOSECONDS);
    if (event instanceof Arrived) {
      room.release();
    }
    return event;
  }

  /** Lets go whoever waits to leave a block, now and later. */
  void close() {
    closed = true;
    room.release(MAX_BLOCKS);
  }
}

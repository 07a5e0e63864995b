package dev.ggen.libp2p.gossipsub;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be sent to one peer, bounded in number and bytes. When it is full, gossip is
 * dropped before messages, and messages before control. Any thread puts, one takes.
 */
final class SendQueue {
  /** What became of an RPC. */
  enum Outcome {
    QUEUED,
    /** There was no room for it. */
    DROPPED,
    /** There was no room for it, although it must not be lost. */
    STALLED
  }

  /** One write, unless a single RPC is longer. */
  static final int BATCH_BYTES = 64 * 1024;

  /** Gossip may fill only so much of the queue, so that it never keeps out messages. */
  private static final int GOSSIP_SHARE = 2;

  /** Control may fill so much more. */
  private static final int CONTROL_RESERVE = 1_024;

  private record Waiting(Rpc rpc, int size) {}

  private final int maxRpcs;
  private final int maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();

  // Under the lock.
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean closed;
  private boolean broken;

  SendQueue(GossipSettings.PeerLimits limits) {
    this.maxRpcs = limits.queueMessages();
    this.maxBytes = limits.queueBytes();
  }

  Outcome put(Rpc rpc, GossipAction.Priority priority) {
    int size = size(rpc);
    lock.lock();
    try {
      if (closed) {
        return Outcome.DROPPED;
      }
      boolean fits =
          switch (priority) {
            case CONTROL -> waiting.size() < maxRpcs + CONTROL_RESERVE;
            case MESSAGE -> waiting.size() < maxRpcs && waitingBytes + size <= maxBytes;
            case GOSSIP ->
                waiting.size() < maxRpcs / GOSSIP_SHARE
                    && waitingBytes + size <= maxBytes / GOSSIP_SHARE;
          };
      if (!fits) {
        return priority == GossipAction.Priority.CONTROL ? Outcome.STALLED : Outcome.DROPPED;
      }
      waiting.addLast(new Waiting(rpc, size));
      waitingBytes += size;
      if (waiting.size() == 1) {
        filled.signal();
      }
      return Outcome.QUEUED;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isOneMessage(Rpc rpc) {
    return rpc.messages().size() == 1 && rpc.subscriptions().isEmpty() && rpc.hasNoControl();
  }

  private static int size(Rpc rpc) {
    // Control is small; counted by its parts it is right to the order of magnitude.
    return isOneMessage(rpc)
        ? RpcCodec.frameSize(rpc.messages().getFirst())
        : 64
            + 48 * (rpc.wants().size() + rpc.unwanted().size() + rpc.subscriptions().size())
            + 48 * rpc.haves().stream().mapToInt(have -> 1 + have.ids().size()).sum()
            + rpc.messages().stream().mapToInt(RpcCodec::frameSize).sum();
  }

  /**
   * Waits for something to send and takes as much of it as makes a good write.
   *
   * @return RPCs behind their lengths; empty if the time is over or the queue is closed
   * @throws IOException if the queue was broken off since the last call
   */
  byte[] take(Duration patience) throws InterruptedException, IOException {
    ArrayDeque<Rpc> batch = new ArrayDeque<>();
    lock.lock();
    try {
      long nanos = patience.toNanos();
      while (waiting.isEmpty() && !closed && !broken && nanos > 0) {
        nanos = filled.awaitNanos(nanos);
      }
      if (broken) {
        broken = false;
        throw new IOException("the peer takes too little");
      }
      int bytes = 0;
      while (!waiting.isEmpty()
          && (batch.isEmpty() || bytes + waiting.getFirst().size() <= BATCH_BYTES)) {
        Waiting next = waiting.removeFirst();
        waitingBytes -= next.size();
        bytes += next.size();
        batch.addLast(next.rpc());
      }
    } finally {
      lock.unlock();
    }
    return frames(batch);
  }

  private static byte[] frames(ArrayDeque<Rpc> batch) throws IOException {
    byte[][] encoded = new byte[batch.size()][];
    int total = 0;
    int i = 0;
    for (Rpc rpc : batch) {
      byte[] frame = frame(rpc);
      encoded[i++] = frame;
      total += frame.length;
    }
    byte[] all = new byte[total];
    int at = 0;
    for (byte[] frame : encoded) {
      System.arraycopy(frame, 0, all, at, frame.length);
      at += frame.length;
    }
    return all;
  }

  private static byte[] frame(Rpc rpc) throws IOException {
    if (isOneMessage(rpc)) {
      PubsubMessage message = rpc.messages().getFirst();
      int size = RpcCodec.frameSize(message);
      byte[] frame = new byte[CodedOutputStream.computeUInt32SizeNoTag(size) + size];
      CodedOutputStream out = CodedOutputStream.newInstance(frame);
      out.writeUInt32NoTag(size);
      RpcCodec.writeFrame(message, out, frame);
      return frame;
    }
    byte[] rpcBytes = RpcCodec.encode(rpc);
    int header = CodedOutputStream.computeUInt32SizeNoTag(rpcBytes.length);
    byte[] frame = new byte[header + rpcBytes.length];
    CodedOutputStream out = CodedOutputStream.newInstance(frame);
    out.writeUInt32NoTag(rpcBytes.length);
    out.flush();
    System.arraycopy(rpcBytes, 0, frame, header, rpcBytes.length);
    return frame;
  }

  /** Whether nothing waits and nothing will. */
  boolean isAtEnd() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** How many RPCs wait. */
  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Drops what waits, and tells so to who takes; then it goes on. */
  void breakOff() {
    lock.lock();
    try {
      waiting.clear();
      waitingBytes = 0;
      broken = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more is put in; what waits can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

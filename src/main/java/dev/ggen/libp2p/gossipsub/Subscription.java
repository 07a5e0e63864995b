package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.PeerId;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A wish to have a topic's messages, until it is closed. */
public final class Subscription implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Subscription.class.getName());

  /** Messages that wait for the handler; more are lost, and counted. */
  static final int MAX_WAITING = 4_096;

  private record Delivery(PubsubMessage message, PeerId from) {}

  private final String topic;
  private final MessageHandler handler;
  private final Consumer<Subscription> end;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();

  // Under the lock.
  private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
  private boolean closed;

  Subscription(String topic, MessageHandler handler, Consumer<Subscription> end) {
    this.topic = topic;
    this.handler = handler;
    this.end = end;
    Thread.ofVirtual().name("gossip-subscription").start(this::deliver);
  }

  /** What it is of. */
  public String topic() {
    return topic;
  }

  /** Whether there was room. */
  boolean offer(PubsubMessage message, PeerId from) {
    lock.lock();
    try {
      if (closed || waiting.size() >= MAX_WAITING) {
        return false;
      }
      waiting.addLast(new Delivery(message, from));
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void deliver() {
    try {
      while (true) {
        Delivery next;
        lock.lock();
        try {
          while (waiting.isEmpty() && !closed) {
            filled.await();
          }
          if (closed) {
            return;
          }
          next = waiting.removeFirst();
        } finally {
          lock.unlock();
        }
        deliver(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Delivery next) {
    try {
      handler.received(next.message(), next.from());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a fault in the handler of a topic", e);
    }
  }

  /** Ends it at once; the last one of a topic unsubscribes this node. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      waiting.clear();
      filled.signalAll();
    } finally {
      lock.unlock();
    }
    end.accept(this);
  }
}

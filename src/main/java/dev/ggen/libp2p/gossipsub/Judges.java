package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Judges messages on threads of its own: the signature first, then the topic's validator. Each
 * topic has a queue and threads of its own, so that a slow validator holds up only its own topic.
 * Threads are never interrupted, because a validator may be writing a file.
 */
final class Judges {
  private static final System.Logger LOG = System.getLogger(Judges.class.getName());

  /** Hears the outcome, on a thread of the judges. */
  interface Court {
    void judged(Bytes id, Verdict verdict);
  }

  private record Task(GossipAction.Judge judge, long since) {}

  private final GossipSettings settings;
  private final Court court;
  private final Map<String, MessageValidator> validators = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<String, Bench> benches = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Judges(GossipSettings settings, Court court) {
    this.settings = settings;
    this.court = court;
  }

  void validator(String topic, MessageValidator validator) {
    validators.put(topic, validator);
  }

  /** Takes a message; false if too many wait already. */
  boolean offer(GossipAction.Judge judge) {
    if (closed || waiting.get() >= settings.validation().queue()) {
      return false;
    }
    String topic = judge.message().topic();
    return benches.computeIfAbsent(topic, t -> new Bench()).offer(judge);
  }

  /** Messages that wait or are being judged. */
  int waiting() {
    return waiting.get();
  }

  /** Gives up on validators that take too long; to be called each second or so. */
  void expire(long now) {
    benches.values().forEach(bench -> bench.expire(now));
  }

  /** A topic is not wanted any more; what waits is still judged. */
  void remove(String topic) {
    benches.computeIfPresent(topic, (t, bench) -> bench.isIdle() ? null : bench);
  }

  void close() {
    closed = true;
  }

  /** Where the messages of one topic are judged. */
  private final class Bench {
    // Under this object's lock.
    private final ArrayDeque<Task> queue = new ArrayDeque<>();
    private final Map<Bytes, Task> running = new LinkedHashMap<>();
    private final Set<Bytes> givenUp = new HashSet<>();
    private int threads;

    synchronized boolean offer(GossipAction.Judge judge) {
      if (queue.size() >= settings.validation().topicQueue()) {
        return false;
      }
      waiting.incrementAndGet();
      queue.addLast(new Task(judge, System.nanoTime()));
      if (threads < settings.validation().threads()) {
        threads++;
        Thread.ofVirtual().name("gossip-judge").start(this::work);
      }
      return true;
    }

    synchronized boolean isIdle() {
      return queue.isEmpty() && running.isEmpty();
    }

    private synchronized Optional<GossipAction.Judge> next() {
      Task task = closed ? null : queue.pollFirst();
      if (task == null) {
        threads--;
        return Optional.empty();
      }
      running.put(task.judge().id(), new Task(task.judge(), System.nanoTime()));
      return Optional.of(task.judge());
    }

    private void work() {
      for (Optional<GossipAction.Judge> next = next(); next.isPresent(); next = next()) {
        GossipAction.Judge judge = next.get();
        Verdict verdict = verdict(judge);
        if (finish(judge.id())) {
          waiting.decrementAndGet();
          court.judged(judge.id(), verdict);
        }
      }
    }

    /** Whether the verdict still counts. */
    private synchronized boolean finish(Bytes id) {
      running.remove(id);
      return !givenUp.remove(id);
    }

    void expire(long now) {
      for (Bytes id : slow(now)) {
        waiting.decrementAndGet();
        court.judged(id, Verdict.IGNORE);
      }
    }

    private synchronized Set<Bytes> slow(long now) {
      long patience = settings.validation().patience().toNanos();
      Set<Bytes> slow = new HashSet<>();
      Iterator<Task> all = running.values().iterator();
      while (all.hasNext()) {
        Task task = all.next();
        if (now - task.since() > patience && givenUp.add(task.judge().id())) {
          slow.add(task.judge().id());
        }
      }
      return slow;
    }
  }

  private Verdict verdict(GossipAction.Judge judge) {
    Optional<String> fault = MessageSigning.fault(judge.message(), settings.signatures());
    if (fault.isPresent()) {
      LOG.log(
          System.Logger.Level.DEBUG,
          () -> "a message from " + judge.from() + " with " + fault.get());
      return Verdict.FORGED;
    }
    MessageValidator validator = validators.get(judge.message().topic());
    if (validator == null) {
      return Verdict.ACCEPT;
    }
    try {
      return validator.judge(judge.message(), judge.from());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a fault in the validator of a topic", e);
      return Verdict.IGNORE;
    }
  }
}

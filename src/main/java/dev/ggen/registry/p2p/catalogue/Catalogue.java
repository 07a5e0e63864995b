package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.p2p.record.SignedEntry;
import dev.ggen.registry.p2p.trust.Decision;
import dev.ggen.registry.p2p.trust.Ownership;
import dev.ggen.registry.p2p.trust.TrustRules;
import dev.ggen.registry.p2p.trust.TrustSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Everything a node knows of all packages (design §6): it decides about what is offered, keeps it
 * in a file of its own, finds, judges and searches it, and lets it be compared with others'.
 *
 * <p>Opened once, closed once. All methods may be called from any thread, and no thread comes to
 * harm, nor does the file, if it is interrupted in them. Writes come one at a time; reads and
 * searches wait for nobody. What was published on this node or decided by hand is on disk when the
 * method returns; what came from others is some seconds later.
 */
public final class Catalogue implements RecordExchange, AutoCloseable {
  /**
   * Changes that may wait in memory for the next commit. Hashes lie everywhere in the file, so that
   * small commits write much of it anew.
   */
  private static final int COMMITTED_AT_ONCE = 10_000;

  /** Commits between two looks at whether the file has become too large for what is in it. */
  private static final int COMMITS_PER_COMPACTION = 20;

  private final InstantSource clock;
  private final CatalogueListener listener;
  private final TrustRules rules;
  private final CatalogueStore store;
  private final NameReader reader;
  private final CatalogueIndex index;
  private final Unwanted unwanted;

  /** Held by whoever writes; it guards everything below, and the store's maps against writes. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Ledger ledger;
  private final EntryWriter writer;
  private final CommitTimer commits;
  private @Nullable RecordSet recordSet;
  private int uncommitted;
  private int untilCompaction = COMMITS_PER_COMPACTION;
  private boolean isClosed;

  private Catalogue(
      CatalogueSettings settings,
      TrustSettings trust,
      InstantSource clock,
      CatalogueListener listener,
      CatalogueStore store)
      throws IOException {
    this.clock = clock;
    this.listener = listener;
    this.rules = new TrustRules(trust);
    this.store = store;
    this.reader = new NameReader(store, rules);
    this.unwanted = new Unwanted(clock);
    this.ledger = new Ledger(store);
    AdmissionLimits limits = settings.limits();
    Eviction eviction = new Eviction(ledger, rules, limits, listener);
    Admission admission = new Admission(ledger, rules, limits, eviction);
    this.writer =
        new EntryWriter(
            ledger,
            rules,
            admission,
            new RecordWriter(ledger, rules, admission, settings.maxSkew()));
    this.index = CatalogueIndex.open(settings, store, reader);
    this.commits = CommitTimer.start(lock, this::commit);
  }

  /**
   * Opens or creates a catalogue.
   *
   * @param trust whom this node believes; changing it needs no new catalogue
   * @param listener hears of every change
   * @throws IOException if another process has it open, or the folder can't be written
   */
  public static Catalogue open(
      CatalogueSettings settings,
      TrustSettings trust,
      InstantSource clock,
      CatalogueListener listener)
      throws IOException {
    CatalogueStore store = CatalogueStore.open(settings);
    try {
      return new Catalogue(settings, trust, clock, listener, store);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Decides about one entry, whose signature is right, as {@link #offerAll} does about many. */
  public Outcome offer(SignedEntry entry, Source source) {
    return write(source == Source.LOCAL, () -> enter(entry, source, clock.instant()));
  }

  @Override
  public List<Outcome> offerAll(List<Bytes> envelopes, Source source) {
    if (envelopes.size() > MAX_OFFERED) {
      throw new IllegalArgumentException(
          "%d entries are offered at once; at most %d may be."
              .formatted(envelopes.size(), MAX_OFFERED));
    }
    List<EnvelopeCheck> checks = EnvelopeCheck.all(envelopes);
    return write(
        source.isOurs(),
        () -> {
          Instant now = clock.instant();
          List<Outcome> outcomes = new ArrayList<>(checks.size());
          for (EnvelopeCheck check : checks) {
            outcomes.add(
                switch (check) {
                  case EnvelopeCheck.Right(SignedEntry entry) -> enter(entry, source, now);
                  case EnvelopeCheck.Wrong(String explanation) ->
                      new Outcome.Refused(Outcome.Reason.INVALID, explanation);
                });
          }
          return outcomes;
        });
  }

  private Outcome enter(SignedEntry entry, Source source, Instant now) {
    Outcome outcome = writer.enter(entry, source, now);
    switch (outcome) {
      case Outcome.Added _, Outcome.Updated _, Outcome.Conflict _ ->
          listener.changed(new CatalogueChange.Entered(entry, source, outcome));
      case Outcome.Refused refused when refused.reason() != Outcome.Reason.TOO_FAST ->
          unwanted.add(entry.hash());
      case Outcome.Refused _, Outcome.AlreadyKnown _ -> {}
    }
    return outcome;
  }

  /** What is done to the ledger. */
  private interface Write<T> {
    T run();
  }

  private <T> T write(boolean isDurable, Write<T> write) {
    lock.lock();
    try {
      requireOpen();
      long before = ledger.sequence();
      T result = write.run();
      ledger.settle();
      if (ledger.sequence() > before) {
        recordSet = null;
        uncommitted += (int) Math.min(COMMITTED_AT_ONCE, ledger.sequence() - before);
        persist(isDurable);
        index.changed(ledger.sequence());
      }
      return result;
    } finally {
      lock.unlock();
    }
  }

  private void persist(boolean isDurable) {
    if (isDurable) {
      uncommitted = 0;
      store.sync();
    } else if (uncommitted >= COMMITTED_AT_ONCE) {
      uncommitted = 0;
      store.commit();
    } else {
      commits.changed();
    }
  }

  /** Called with the lock, by {@link CommitTimer}. */
  private void commit() {
    uncommitted = 0;
    store.commit();
    if (--untilCompaction == 0) {
      untilCompaction = COMMITS_PER_COMPACTION;
      store.compact();
    }
  }

  private void requireOpen() {
    if (isClosed) {
      throw new IllegalStateException("The catalogue is closed.");
    }
  }

  /** All that is known of a name, what may not be installed too; empty if that is nothing. */
  public Optional<NameView> find(PackageName name) {
    return reader.read(name);
  }

  /** Every version of a name, the highest first. */
  public List<VersionView> versions(PackageName name) {
    return find(name).map(view -> List.copyOf(view.versions().values())).orElse(List.of());
  }

  /** Whose a name is on this node. */
  public Ownership ownership(PackageName name) {
    return rules.ownership(NameReader.state(store, name).trust());
  }

  /**
   * The version that a selector chooses among those that may be installed. The only tag that is
   * known is {@code latest}. The record's signature is checked once more.
   */
  public Resolution resolve(PackageName name, VersionSelector selector) {
    return new Resolver(reader, this::discard).resolve(name, selector);
  }

  /** Throws away a record that was found damaged. */
  private void discard(byte[] key) {
    write(
        false,
        () -> {
          ledger.discard(key);
          return true;
        });
  }

  /**
   * Finds packages that may be installed.
   *
   * @throws dev.ggen.registry.search.SearchIndexException if the index can't be read
   */
  public SearchPage search(SearchQuery query) {
    return index.search(query);
  }

  /** Waits until searches show a change; false if the time ran out. */
  public boolean awaitIndexed(long sequence, Duration timeout) throws InterruptedException {
    return index.awaitIndexed(sequence, timeout);
  }

  /** Marks a name as installed here, so that its owner's records never give way to others. */
  public void keep(PackageName name) {
    mark(name, true);
  }

  /** Takes {@link #keep} back. */
  public void release(PackageName name) {
    mark(name, false);
  }

  private void mark(PackageName name, boolean kept) {
    boolean _ =
        write(
            true,
            () -> {
              NameState state = ledger.state(name);
              boolean changes = state.isKept() != kept;
              if (changes) {
                ledger.put(name, state.kept(kept));
              }
              return changes;
            });
  }

  /**
   * Gives a name to a publisher, by somebody's decision. It beats grants and pins, and lasts until
   * {@link #undecide}.
   */
  public Ownership decide(PackageName name, PeerId publisher) {
    return decide(name, new Decision(publisher, clock.instant()));
  }

  /** Takes {@link #decide} back. */
  public Ownership undecide(PackageName name) {
    return decide(name, (Decision) null);
  }

  private Ownership decide(PackageName name, @Nullable Decision decision) {
    return write(
        true,
        () -> {
          NameState state = ledger.state(name);
          NameState decided = state.with(state.trust().decided(decision));
          ledger.put(name, decided);
          unwanted.clear();
          Ownership ownership = rules.ownership(decided.trust());
          listener.changed(new CatalogueChange.Decided(name, ownership));
          return ownership;
        });
  }

  /** Names about which publishers contradict each other, or themselves; by name. */
  public List<NameView> conflicts(int limit) {
    return store.suspects().keySet().stream()
        .flatMap(name -> find(new PackageName(name)).stream())
        .filter(NameView::isInConflict)
        .limit(limit)
        .toList();
  }

  @Override
  public RecordSet recordSet() {
    lock.lock();
    try {
      RecordSet set = recordSet == null ? ledger.recordSet() : recordSet;
      recordSet = set;
      return set;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Bytes> envelope(Bytes hash) {
    return reader.envelope(hash);
  }

  @Override
  public boolean wants(Bytes hash) {
    return !unwanted.contains(hash) && !store.places().containsKey(hash.toByteArray());
  }

  /** Counts, cheap enough to be asked every second. */
  public CatalogueStatus status() {
    long indexed = index.indexed();
    lock.lock();
    try {
      return new CatalogueStatus(
          ledger.entries(),
          ledger.names(),
          ledger.shares().publishers(),
          ledger.bytes(),
          store.suspects().size(),
          ledger.sequence(),
          indexed);
    } finally {
      lock.unlock();
    }
  }

  /** Writes everything to disk and ends its threads. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      isClosed = true;
    } finally {
      lock.unlock();
    }
    commits.close();
    try {
      index.close();
    } finally {
      store.close();
    }
  }
}

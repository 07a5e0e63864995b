package dev.ggen.registry.p2p.reputation;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What peers are worth. Bounded in peers: when it is full, who would be missed least is forgotten.
 * Any thread; nothing waits but for this object's lock. Kept in a file of its own; a damaged one is
 * set aside and everything begun anew.
 */
public final class Reputation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reputation.class);

  /** Peers that are remembered. */
  public static final int MAX_PEERS = 10_000;

  private static final String FILE = "reputation.mv.db";

  /** A reason is a sentence. */
  private static final int MAX_REASON = 200;

  private final InstantSource clock;
  private final int maxPeers;
  private final MVStore store;
  private final MVMap<byte[], byte[]> saved;

  // Under this object's lock.
  private final Map<PeerId, Standing> standings = new HashMap<>();
  private BiConsumer<PeerId, Standing> onBan = (peer, standing) -> {};

  private Reputation(MVStore store, InstantSource clock, int maxPeers) {
    this.store = store;
    this.clock = clock;
    this.maxPeers = maxPeers;
    this.saved =
        store.openMap(
            "standings",
            new MVMap.Builder<byte[], byte[]>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
    saved.forEach(this::load);
  }

  private void load(byte[] peer, byte[] standing) {
    try {
      standings.put(PeerId.decode(Bytes.copyOf(peer)), StandingCodec.decode(standing));
    } catch (IOException | MultiformatException e) {
      LOG.warn("What was remembered of a peer can't be read: {}", e.getMessage());
    }
  }

  /**
   * Opens or makes the file in a folder.
   *
   * @throws IOException if the folder can't be written, or another process uses the file
   */
  public static Reputation open(Path folder, InstantSource clock) throws IOException {
    return open(folder, clock, MAX_PEERS);
  }

  static Reputation open(Path folder, InstantSource clock, int maxPeers) throws IOException {
    Path file = Files.createDirectories(folder).resolve(FILE);
    try {
      return new Reputation(store(file), clock, maxPeers);
    } catch (MVStoreException | IllegalArgumentException e) {
      if (e instanceof MVStoreException m && m.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        throw new IOException(file + " is in use by another process", e);
      }
      Path aside = file.resolveSibling(FILE + ".damaged");
      LOG.warn("{} is damaged and set aside as {}: {}", file, aside, e.getMessage());
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      return new Reputation(store(file), clock, maxPeers);
    }
  }

  /** The file is opened again should an interrupted thread have closed it. */
  private static MVStore store(Path file) {
    return new MVStore.Builder()
        .fileName("retry:" + file)
        .cacheSize(1)
        .backgroundExceptionHandler((thread, e) -> LOG.error("Can't write {}", file, e))
        .open();
  }

  /** Hears of each ban; must return at once. */
  public synchronized void onBan(BiConsumer<PeerId, Standing> listener) {
    onBan = listener;
  }

  // What peers do.

  /** A peer has given what it was asked for. */
  public void succeeded(PeerId peer, long bytes, Duration latency) {
    var _ = change(peer, standing -> standing.succeeded(bytes, latency));
  }

  /** A peer did not answer, broke off, or was too slow. */
  public void failed(PeerId peer) {
    var _ = change(peer, Standing::failed);
  }

  /** A peer has taken bytes of archives. */
  public void gave(PeerId peer, long bytes) {
    var _ = change(peer, standing -> standing.gave(bytes));
  }

  /** A peer has sent a block or a record that is not what it was said to be. */
  public void lied(PeerId peer, String reason) {
    String cut = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
    Standing standing = change(peer, before -> before.lied(cut));
    LOG.info(
        "Nothing is taken from {} until {}: {}", peer, standing.bannedUntil().orElseThrow(), cut);
    BiConsumer<PeerId, Standing> listener;
    synchronized (this) {
      listener = onBan;
    }
    listener.accept(peer, standing);
  }

  private synchronized Standing change(PeerId peer, UnaryOperator<Standing> change) {
    Instant now = clock.instant();
    Standing before = standings.getOrDefault(peer, Standing.unknown(now));
    Standing after = change.apply(before.fadedTo(now));
    standings.put(peer, after);
    saved.put(peer.bytes().toByteArray(), StandingCodec.encode(after));
    if (standings.size() > maxPeers) {
      forgetLeast(now);
    }
    return after;
  }

  private void forgetLeast(Instant now) {
    standings.entrySet().stream()
        .filter(each -> !each.getValue().isBanned(now))
        .min(Comparator.comparingDouble(each -> each.getValue().fadedTo(now).weight()))
        .or(() -> standings.entrySet().stream().findFirst())
        .map(Map.Entry::getKey)
        .ifPresent(this::remove);
  }

  private void remove(PeerId peer) {
    standings.remove(peer);
    saved.remove(peer.bytes().toByteArray());
  }

  /** Forgets a peer, its ban too; false if nothing was known of it. */
  public synchronized boolean forget(PeerId peer) {
    boolean known = standings.containsKey(peer);
    remove(peer);
    return known;
  }

  // What follows from it.

  /** What is known of a peer now. */
  public synchronized Optional<Standing> standing(PeerId peer) {
    return Optional.ofNullable(standings.get(peer))
        .map(standing -> standing.fadedTo(clock.instant()));
  }

  /** All that is known, in no order. */
  public synchronized Map<PeerId, Standing> standings() {
    Instant now = clock.instant();
    Map<PeerId, Standing> all = new HashMap<>();
    standings.forEach((peer, standing) -> all.put(peer, standing.fadedTo(now)));
    return all;
  }

  /** What a peer is worth, from -1 to 1; 0 of an unknown one. */
  public double score(PeerId peer) {
    return standing(peer).map(Standing::score).orElse(0.0);
  }

  /** Whether nothing is taken from a peer. */
  public boolean isBanned(PeerId peer) {
    return standing(peer).map(standing -> standing.isBanned(clock.instant())).orElse(false);
  }

  /** Providers in the order in which to ask them, without banned ones: the best first. */
  public List<PeerId> order(List<PeerId> providers) {
    Map<PeerId, Double> scores = new HashMap<>();
    providers.forEach(peer -> scores.put(peer, score(peer)));
    return providers.stream()
        .filter(peer -> !isBanned(peer))
        .sorted(
            Comparator.comparingDouble((PeerId peer) -> scores.getOrDefault(peer, 0.0))
                .reversed()
                .thenComparingDouble(this::latency))
        .toList();
  }

  /** The better of two peers first. */
  public Comparator<PeerId> comparator() {
    return Comparator.comparingDouble(this::score).reversed().thenComparingDouble(this::latency);
  }

  private double latency(PeerId peer) {
    return standing(peer).map(Standing::latencyMillis).orElse(0.0);
  }

  @Override
  public synchronized void close() {
    store.close();
  }
}

package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.VersionRange;
import dev.ggen.registry.p2p.reconcile.FingerprintTree;
import dev.ggen.registry.p2p.reconcile.ItemHash;
import dev.ggen.registry.p2p.reconcile.RecordSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/**
 * Records that are lines of text, {@code name@version rest}; a grant is {@code grant name}. Invalid
 * are those that begin with an exclamation mark.
 */
final class InMemoryRecords implements SharedRecords {
  private final Map<Bytes, Bytes> entries = new ConcurrentSkipListMap<>();
  private final FingerprintTree tree = new FingerprintTree();
  private final Set<Bytes> refused = ConcurrentHashMap.newKeySet();
  private final Predicate<String> unwanted;
  volatile int offers;

  InMemoryRecords() {
    this(text -> false);
  }

  InMemoryRecords(Predicate<String> unwanted) {
    this.unwanted = unwanted;
  }

  static Bytes entry(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(Bytes entry) {
    return new String(entry.toByteArray(), StandardCharsets.UTF_8);
  }

  static Bytes hash(Bytes entry) {
    return Multihash.sha256(entry).digest();
  }

  InMemoryRecords with(String... texts) {
    for (String text : texts) {
      add(entry(text));
    }
    return this;
  }

  InMemoryRecords with(int count, String name) {
    for (int i = 0; i < count; i++) {
      add(entry(name + "@1.0." + i + " text"));
    }
    return this;
  }

  void add(Bytes entry) {
    Bytes hash = hash(entry);
    if (entries.put(hash, entry) == null) {
      tree.add(ItemHash.of(hash));
    }
  }

  void remove(Bytes entry) {
    Bytes hash = hash(entry);
    entries.remove(hash);
    tree.remove(ItemHash.of(hash));
  }

  int size() {
    return entries.size();
  }

  Set<Bytes> hashes() {
    return Set.copyOf(entries.keySet());
  }

  @Override
  public RecordSet snapshot() {
    return tree.snapshot();
  }

  @Override
  public Optional<Bytes> envelope(Bytes hash) {
    return Optional.ofNullable(entries.get(hash));
  }

  @Override
  public boolean wants(Bytes hash) {
    return !entries.containsKey(hash) && !refused.contains(hash);
  }

  @Override
  public synchronized List<Fate> offer(List<Bytes> envelopes, boolean asked) {
    if (envelopes.size() > MAX_OFFERED) {
      throw new AssertionError(envelopes.size() + " at once");
    }
    offers++;
    return envelopes.stream().map(this::offer).toList();
  }

  private Fate offer(Bytes envelope) {
    String text = text(envelope);
    if (text.startsWith("!")) {
      return Fate.INVALID;
    }
    if (unwanted.test(text)) {
      refused.add(hash(envelope));
      return Fate.REFUSED;
    }
    add(envelope);
    return Fate.KEPT;
  }

  private List<Bytes> all(Predicate<String> wanted) {
    return entries.values().stream().filter(entry -> wanted.test(text(entry))).toList();
  }

  @Override
  public List<Bytes> search(SearchQuery query) {
    return all(text -> text.contains(query.text())).stream().limit(query.limit()).toList();
  }

  @Override
  public List<Bytes> resolve(PackageName name, Optional<VersionRange> range) {
    List<Bytes> found = new ArrayList<>(grants(name));
    found.addAll(
        all(text ->
            text.startsWith(name.value() + "@")
                && text.contains(range.map(Object::toString).orElse(""))));
    return found;
  }

  @Override
  public List<Bytes> grants(PackageName name) {
    return all(text -> text.equals("grant " + name.value()));
  }
}

package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.p2p.record.InvalidEntryException;
import dev.ggen.registry.p2p.record.SignedGrant;
import dev.ggen.registry.p2p.trust.Candidate;
import dev.ggen.registry.p2p.trust.Ownership;
import dev.ggen.registry.p2p.trust.TrustRules;
import dev.ggen.registry.p2p.trust.VersionRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.h2.mvstore.Cursor;

/**
 * Puts together what is stored of a name. Needs no lock: records are read before the name's state,
 * so that at worst a record is judged by what came just after it. What is damaged is left out.
 *
 * @param rules whose a name is
 */
record NameReader(CatalogueStore store, TrustRules rules) {

  static NameState state(CatalogueStore store, PackageName name) {
    byte[] state = store.names().get(name.value());
    return state == null ? NameState.NONE : NameStateCodec.decode(state);
  }

  /** Hands out each record under keys with a prefix, in the order of the keys. */
  static void scan(CatalogueStore store, Bytes prefix, BiConsumer<byte[], byte[]> reader) {
    byte[] from = prefix.toByteArray();
    Cursor<byte[], byte[]> cursor = store.records().cursor(from);
    while (cursor.hasNext()) {
      byte[] key = cursor.next();
      if (!RecordKey.startsWith(key, from)) {
        return;
      }
      reader.accept(key, cursor.getValue());
    }
  }

  /** The envelope of the entry with a hash. */
  Optional<Bytes> envelope(Bytes hash) {
    byte[] place = store.places().get(hash.toByteArray());
    if (place == null) {
      return Optional.empty();
    }
    return switch (EntryPlace.decode(place)) {
      case EntryPlace.OfRecord(int _, Bytes key) ->
          Optional.ofNullable(store.records().get(key.toByteArray())).map(StoredRecord::envelope);
      case EntryPlace.OfGrant(PackageName name, PeerId registry) ->
          state(store, name).trust().grantOf(registry).map(SignedGrant::envelope);
    };
  }

  /** All of a name; empty if there is neither a record nor anything said about it. */
  Optional<NameView> read(PackageName name) {
    TreeMap<Version, List<Candidate>> byVersion = new TreeMap<>(Comparator.reverseOrder());
    scan(
        store,
        RecordKey.prefix(name),
        (key, value) ->
            candidate(value)
                .ifPresent(one ->
                    byVersion
                        .computeIfAbsent(one.record().version(), _ -> new ArrayList<>())
                        .add(one)));
    NameState state = state(store, name);
    if (byVersion.isEmpty() && state.isOrphan()) {
      return Optional.empty();
    }
    return Optional.of(view(name, state, byVersion));
  }

  private static Optional<Candidate> candidate(byte[] value) {
    try {
      return Optional.of(StoredRecord.decode(value).candidate());
    } catch (InvalidEntryException e) {
      // The writer throws it away when it next comes by; told there.
      return Optional.empty();
    }
  }

  private NameView view(
      PackageName name, NameState state, TreeMap<Version, List<Candidate>> byVersion) {
    Ownership ownership = rules.ownership(state.trust());
    VersionRules ofVersions = new VersionRules(rules.settings().settlesAfter());
    SequencedMap<Version, VersionView> versions = new LinkedHashMap<>();
    byVersion.forEach((version, candidates) ->
        versions.put(
            version,
            new VersionView(version, candidates, ofVersions.judge(ownership, candidates))));
    return new NameView(
        name, state.trust(), ownership, versions, state.isKept(), state.changedAt());
  }
}

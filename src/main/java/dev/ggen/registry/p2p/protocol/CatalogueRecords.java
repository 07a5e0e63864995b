package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchHit;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.VersionRange;
import dev.ggen.registry.p2p.catalogue.Catalogue;
import dev.ggen.registry.p2p.catalogue.NameView;
import dev.ggen.registry.p2p.catalogue.Outcome;
import dev.ggen.registry.p2p.catalogue.Source;
import dev.ggen.registry.p2p.catalogue.VersionView;
import dev.ggen.registry.p2p.reconcile.ItemHash;
import dev.ggen.registry.p2p.reconcile.RecordSet;
import dev.ggen.registry.p2p.record.SignedEntry;
import dev.ggen.registry.p2p.record.SignedRecord;
import dev.ggen.registry.p2p.trust.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a catalogue shares. */
public final class CatalogueRecords implements SharedRecords {
  private final Catalogue catalogue;

  /** Of a catalogue that stays open for longer than the host that serves it. */
  public CatalogueRecords(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  private record CatalogueSet(dev.ggen.registry.p2p.catalogue.RecordSet hashes)
      implements RecordSet {
    @Override
    public int size() {
      return hashes.size();
    }

    @Override
    public int rank(ItemHash hash) {
      return hashes.placeOf(hash.bytes());
    }

    @Override
    public ItemHash at(int position) {
      return ItemHash.of(hashes.hash(position));
    }

    @Override
    public ItemHash sum(int from, int to) {
      return ItemHash.of(hashes.fingerprint(from, to).sum());
    }

    @Override
    public List<ItemHash> list(int from, int to) {
      return hashes.hashes(from, to).stream().map(ItemHash::of).toList();
    }
  }

  @Override
  public RecordSet snapshot() {
    return new CatalogueSet(catalogue.recordSet());
  }

  @Override
  public Optional<Bytes> envelope(Bytes hash) {
    return catalogue.envelope(hash);
  }

  @Override
  public boolean wants(Bytes hash) {
    return catalogue.wants(hash);
  }

  @Override
  public List<Fate> offer(List<Bytes> envelopes, boolean asked) {
    return catalogue.offerAll(envelopes, asked ? Source.PEER : Source.SYNC).stream()
        .map(CatalogueRecords::fate)
        .toList();
  }

  private static Fate fate(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return refused.reason().isPeersFault() ? Fate.INVALID : Fate.REFUSED;
    }
    return Fate.KEPT;
  }

  @Override
  public List<Bytes> search(SearchQuery query) {
    return catalogue.search(query).hits().stream()
        .flatMap(hit -> chosen(hit).stream())
        .map(SignedEntry::envelope)
        .toList();
  }

  private Optional<SignedRecord> chosen(SearchHit hit) {
    return catalogue
        .find(hit.name())
        .flatMap(name -> Optional.ofNullable(name.versions().get(hit.version())))
        .flatMap(VersionView::chosen);
  }

  /** Records that can't be installed here too: the other node judges for itself. */
  @Override
  public List<Bytes> resolve(PackageName name, Optional<VersionRange> range) {
    Optional<NameView> view = catalogue.find(name);
    List<Bytes> found = new ArrayList<>(view.map(CatalogueRecords::grants).orElse(List.of()));
    for (VersionView version : view.map(v -> v.versions().values()).orElse(List.of())) {
      if (range.isEmpty() || range.get().includes(version.version())) {
        version.candidates().stream()
            .map(Candidate::record)
            .map(SignedEntry::envelope)
            .forEach(found::add);
      }
    }
    return found;
  }

  @Override
  public List<Bytes> grants(PackageName name) {
    return catalogue.find(name).map(CatalogueRecords::grants).orElse(List.of());
  }

  private static List<Bytes> grants(NameView view) {
    return view.grants().stream().map(SignedEntry::envelope).toList();
  }
}

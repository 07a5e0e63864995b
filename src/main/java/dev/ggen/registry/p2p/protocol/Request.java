package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.VersionRange;
import java.util.List;
import java.util.Optional;

/** What one node asks another. */
sealed interface Request {
  /** Compares sets: a salt begins a session, messages without one go on with it. */
  record Reconcile(Optional<Bytes> salt, Bytes ranges) implements Request {}

  /** Wants the entries of some hashes. */
  record Fetch(List<Bytes> hashes) implements Request {
    public Fetch {
      hashes = List.copyOf(hashes);
    }
  }

  /** Has the entries of some hashes, if they are wanted. */
  record Offer(List<Bytes> hashes) implements Request {
    public Offer {
      hashes = List.copyOf(hashes);
    }
  }

  /** Brings entries that were wanted. */
  record Push(List<Bytes> entries) implements Request {
    public Push {
      entries = List.copyOf(entries);
    }
  }

  /** Looks for packages. */
  record Search(SearchQuery query) implements Request {}

  /** Wants the records of a name, of all versions or of those in a range, and its grants. */
  record Resolve(PackageName name, Optional<VersionRange> range) implements Request {}

  /** Wants the grants of some names. */
  record Grants(List<PackageName> names) implements Request {
    public Grants {
      names = List.copyOf(names);
    }
  }
}

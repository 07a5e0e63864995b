package dev.ggen.registry.p2p.reconcile;

import java.util.List;

/** What a message says of the hashes from one bound to before another. */
record Range(Bound from, Bound to, Content content) {
  Range {
    if (from.compareTo(to) >= 0) {
      throw new IllegalArgumentException("a range that ends where it begins");
    }
  }

  /** What is said. */
  sealed interface Content {}

  /** The fingerprint of all that the sender has there. */
  record Print(Fingerprint fingerprint) implements Content {}

  /** All that the sender has there. */
  record Listing(List<Long> ids) implements Content {
    Listing {
      ids = List.copyOf(ids);
    }
  }

  /** What the sender has learnt of by a listing, and wants the whole hashes of. */
  record Request(List<Long> ids) implements Content {
    Request {
      ids = List.copyOf(ids);
    }
  }

  /** What the sender lacks of a listing, and what it has beyond it. */
  record Difference(List<Long> lacking, List<ItemHash> having) implements Content {
    Difference {
      lacking = List.copyOf(lacking);
      having = List.copyOf(having);
    }
  }

  /** That the answer had no room for more: ask again. Only as the last one, to the end. */
  record Later() implements Content {}
}

package dev.ggen.libp2p.kad;

import java.util.Locale;

/** How a lookup of the nearest peers goes on average in a network of some size. */
record LookupCost(int nodes, double hops, double asked, double tableSize) {
  static String header() {
    return "   nodes   hops   asked   routing table";
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%8d %6.2f %7.1f %15.1f", nodes, hops, asked, tableSize);
  }
}

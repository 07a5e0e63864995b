package dev.ggen.libp2p.interop;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Two Helia nodes, for comparison. */
public final class HeliaPair {
  private HeliaPair() {}

  /** Prints how long one takes to fetch so many bytes of the other. */
  public static void print(int size, int rounds) throws Exception {
    try (JsPeer publisher = JsPeer.startHelia();
        JsPeer other = JsPeer.startHelia()) {
      other.get("dial", "address", publisher.address().toString());
      for (int round = 0; round < rounds; round++) {
        JsonNode added = publisher.get("add", "size", size, "seed", round);
        JsonNode fetched = other.get("fetch", "cid", added.get("cid").asString());
        double millis = fetched.get("millis").asDouble();
        System.out.printf(
            Locale.ROOT,
            "Helia to Helia, %d bytes: %.3f s, %.0f MB/s%n",
            size,
            millis / 1e3,
            size / millis / 1e3);
      }
    }
  }
}

package dev.ggen.registry.p2p.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes hashes for tests. */
final class Hashes {
  private Hashes() {}

  static ItemHash random(RandomGenerator random) {
    return new ItemHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  static List<ItemHash> random(int count, RandomGenerator random) {
    List<ItemHash> hashes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      hashes.add(random(random));
    }
    return hashes;
  }

  /** Ones that have the first bytes in common, as an attacker may make them. */
  static List<ItemHash> crowded(int count, RandomGenerator random) {
    List<ItemHash> hashes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      hashes.add(new ItemHash(7, random.nextInt(3), random.nextInt(3) - 1, random.nextLong()));
    }
    return hashes;
  }
}

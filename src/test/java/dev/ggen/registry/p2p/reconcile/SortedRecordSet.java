package dev.ggen.registry.p2p.reconcile;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** The plainest set there is, to compare others with. */
record SortedRecordSet(List<ItemHash> sorted) implements RecordSet {
  static SortedRecordSet of(Collection<ItemHash> hashes) {
    return new SortedRecordSet(List.copyOf(new TreeSet<>(hashes)));
  }

  @Override
  public int size() {
    return sorted.size();
  }

  @Override
  public int rank(ItemHash hash) {
    int found = Collections.binarySearch(sorted, hash);
    return found < 0 ? -found - 1 : found;
  }

  @Override
  public ItemHash at(int position) {
    return sorted.get(position);
  }

  @Override
  public ItemHash sum(int from, int to) {
    BigInteger sum = BigInteger.ZERO;
    for (ItemHash hash : sorted.subList(from, to)) {
      sum = sum.add(number(hash));
    }
    return hash(sum);
  }

  static BigInteger number(ItemHash hash) {
    return new BigInteger(1, hash.toByteArray());
  }

  static ItemHash hash(BigInteger number) {
    byte[] bytes = number.mod(BigInteger.ONE.shiftLeft(256)).toByteArray();
    ByteBuffer whole = ByteBuffer.allocate(ItemHash.BYTES);
    int length = Math.min(bytes.length, ItemHash.BYTES);
    whole.put(ItemHash.BYTES - length, bytes, bytes.length - length, length);
    return ItemHash.read(whole);
  }

  @Override
  public List<ItemHash> list(int from, int to) {
    return sorted.subList(from, to);
  }
}

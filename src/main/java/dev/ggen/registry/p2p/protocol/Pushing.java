package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.multiformats.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

/**
 * Brings a peer the entries that it lacks and wants. While it checks some, it already says which of
 * the next it wants. One owner.
 */
final class Pushing {
  private final AskingStream stream;
  private final SharedRecords records;
  private final List<List<Bytes>> chunks;

  Pushing(AskingStream stream, SharedRecords records, List<List<Bytes>> chunks) {
    this.stream = stream;
    this.records = records;
    this.chunks = chunks;
  }

  /** Returns how many the peer has kept. */
  int run() throws IOException {
    int kept = 0;
    Iterator<List<Bytes>> next = chunks.iterator();
    List<Bytes> offered = next.hasNext() ? offer(next.next()) : List.of();
    while (!offered.isEmpty()) {
      int pushes = push(wanted(offered));
      offered = next.hasNext() ? offer(next.next()) : List.of();
      for (int i = 0; i < pushes; i++) {
        kept += stream.receive(Response.Kept.class).count();
      }
    }
    return kept;
  }

  private List<Bytes> offer(List<Bytes> hashes) throws IOException {
    stream.send(new Request.Offer(hashes));
    return hashes;
  }

  private List<Bytes> wanted(List<Bytes> offered) throws IOException {
    BitSet places = stream.receive(Response.Wanted.class).bits();
    if (places.length() > offered.size()) {
      throw Wire.violation("wants more than was offered");
    }
    List<Bytes> entries = new ArrayList<>();
    places.stream().forEach(place -> records.envelope(offered.get(place)).ifPresent(entries::add));
    return entries;
  }

  /** Returns in how many messages they are brought. */
  private int push(List<Bytes> entries) throws IOException {
    int messages = 0;
    List<Bytes> left = entries;
    while (!left.isEmpty()) {
      int count = Wire.fitting(left);
      stream.send(new Request.Push(left.subList(0, count)));
      left = left.subList(count, left.size());
      messages++;
    }
    return messages;
  }
}

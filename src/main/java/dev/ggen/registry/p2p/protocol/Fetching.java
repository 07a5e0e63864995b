package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Fetches entries by their hashes and offers them to the catalogue. Several requests are under way,
 * so that the peer reads its disk and the network is busy while signatures are checked here; of
 * what has come no more than a batch is held. One owner.
 */
final class Fetching {
  /** With answers of a message each, as much as the stream's window holds anyway. */
  private static final int MAX_UNDER_WAY = 4;

  /** A batch is offered when it has as many bytes, or as many entries as may be offered at once. */
  private static final int BATCH_BYTES = 4 * 1024 * 1024;

  /** Entries may go while they are asked for, but not that many. */
  private static final int TOLERATED_WITHHELD = 64;

  private final AskingStream stream;
  private final SharedRecords records;
  private final Deque<List<Bytes>> toAsk;
  private final Deque<List<Bytes>> asked = new ArrayDeque<>();
  private final List<Bytes> batch = new ArrayList<>();
  private int batchBytes;
  private int received;
  private int refused;
  private int withheld;

  Fetching(AskingStream stream, SharedRecords records, List<List<Bytes>> chunks) {
    this.stream = stream;
    this.records = records;
    this.toAsk = new ArrayDeque<>(chunks);
  }

  void run() throws IOException {
    ask();
    while (!asked.isEmpty()) {
      take(asked.remove(), stream.receive(Response.Entries.class));
      ask();
    }
    offer();
  }

  private void ask() throws IOException {
    while (asked.size() < MAX_UNDER_WAY && !toAsk.isEmpty()) {
      // Another session, or gossip, may have brought some in the meantime.
      List<Bytes> wanted = toAsk.remove().stream().filter(records::wants).toList();
      if (!wanted.isEmpty()) {
        stream.send(new Request.Fetch(wanted));
        asked.add(wanted);
      }
    }
  }

  private void take(List<Bytes> hashes, Response.Entries answer) throws IOException {
    int covered = answer.covered();
    if (covered < 1 || covered > hashes.size()) {
      throw Wire.violation("an answer that covers " + covered + " of " + hashes.size());
    }
    int place = 0;
    for (Bytes entry : answer.entries()) {
      Bytes hash = Multihash.sha256(entry).digest();
      while (place < covered && !hashes.get(place).equals(hash)) {
        place++;
      }
      if (place == covered) {
        throw Wire.violation("an entry that was not asked for");
      }
      place++;
      add(entry);
    }
    withheld += covered - answer.entries().size();
    if (withheld > TOLERATED_WITHHELD + received + batch.size()) {
      throw Wire.violation("the peer does not give what it says it has");
    }
    if (covered < hashes.size()) {
      toAsk.addFirst(hashes.subList(covered, hashes.size()));
    }
  }

  private void add(Bytes entry) throws IOException {
    if (batch.size() == SharedRecords.MAX_OFFERED || batchBytes + entry.size() > BATCH_BYTES) {
      offer();
    }
    batch.add(entry);
    batchBytes += entry.size();
  }

  private void offer() throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    List<SharedRecords.Fate> fates = records.offer(List.copyOf(batch), false);
    batch.clear();
    batchBytes = 0;
    for (SharedRecords.Fate fate : fates) {
      switch (fate) {
        case KEPT -> received++;
        case REFUSED -> refused++;
        case INVALID -> throw Wire.violation("an invalid entry");
      }
    }
  }

  int received() {
    return received;
  }

  int refused() {
    return refused;
  }

  int withheld() {
    return withheld;
  }
}

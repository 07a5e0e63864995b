package dev.ggen.libp2p.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multihash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadJournalTest {
  private static final Bytes NODE = Bytes.of(10, 0, 18, 5);
  private static final Cid CID = Cid.v1(Cid.DAG_PB, Multihash.sha256(NODE));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("journal");
  }

  private void write() throws Exception {
    try (DownloadJournal journal = DownloadJournal.open(file)) {
      journal.node(CID, NODE);
      journal.leaf(0);
      journal.leaf(1L << 40);
    }
  }

  @Test
  void whatWasWrittenIsReadAgain() throws Exception {
    write();

    try (DownloadJournal journal = DownloadJournal.open(file)) {
      assertThat(journal.nodes()).containsExactly(Map.entry(CID, NODE));
      assertThat(journal.leaves()).containsExactlyInAnyOrder(0L, 1L << 40);
    }
  }

  @Test
  void aNewOneIsEmpty() throws Exception {
    try (DownloadJournal journal = DownloadJournal.open(file)) {
      assertThat(journal.nodes()).isEmpty();
      assertThat(journal.leaves()).isEmpty();
    }
  }

  @Test
  void everyCutKeepsWhatIsWholeAndWritingGoesOnThere() throws Exception {
    write();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      int before;
      try (DownloadJournal journal = DownloadJournal.open(file)) {
        before = journal.nodes().size() + journal.leaves().size();
        assertThat(before).as("entries of %d bytes", length).isLessThan(3);
        journal.leaf(77);
      }
      try (DownloadJournal journal = DownloadJournal.open(file)) {
        assertThat(journal.nodes().size() + journal.leaves().size()).isEqualTo(before + 1);
        assertThat(journal.leaves()).contains(77L);
      }
    }
  }

  @Test
  void anyFlippedBitEndsItThere() throws Exception {
    write();
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, damaged);
      try (DownloadJournal journal = DownloadJournal.open(file)) {
        assertThat(journal.nodes().size() + journal.leaves().size())
            .as("entries with bit %d flipped", bit)
            .isLessThan(3);
      }
    }
  }
}

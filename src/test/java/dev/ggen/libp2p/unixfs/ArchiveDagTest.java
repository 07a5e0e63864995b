package dev.ggen.libp2p.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ggen.libp2p.multiformats.Cid;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors come from js: {@code node vectors.mjs} in src/test/interop. */
class ArchiveDagTest {
  private static final int MIB = 1 << 20;

  /** Byte i is i * 31 + (i >> 8), cut to eight bits. */
  static final class PatternStream extends InputStream {
    private final long size;
    private long at;

    PatternStream(long size) {
      this.size = size;
    }

    @Override
    public int read() {
      if (at == size) {
        return -1;
      }
      int value = (int) (at * 31 + (at >>> 8)) & 0xff;
      at++;
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (at == size && length > 0) {
        return -1;
      }
      int count = (int) Math.min(length, size - at);
      for (int i = 0; i < count; i++) {
        target[offset + i] = (byte) (at * 31 + (at >>> 8));
        at++;
      }
      return count;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
    "1, bafkreidogqfzz75tpkmjzjke425xqcrmpcib2p5tg44hnbirumdbpl5adu",
    "1048576, bafkreihwunguy6od2ewcs5mjebv7efvqqq2hi4nfh2s6p7u2i26remhqta",
    "1048577, bafybeiejkouhdadwq6odmdgica7fdicfqhfogaijsax5tnxp3yg56layvy",
    "182452224, bafybeielp74wgnmisn6t2vtadhaxj2yy55thd55m2o5p2e3tgkpnbfal4i",
    "182452225, bafybeiftv37ulcesixp6stwo372lhetemlk6ueoylup3lovt4s5g5pjwgq",
    "209715200, bafybeiad5kerpwgygvlbi6qwj53xyahtskogsil7giquk3vt3yiaf4msk4"
  })
  void theRootIsThatOfIpfs(long size, String cid) throws IOException {
    ArchiveDag dag = ArchiveDag.of(new PatternStream(size));
    assertThat(dag.root()).isEqualTo(Cid.parse(cid));
    assertThat(dag.sizeBytes()).isEqualTo(size);
  }

  @Test
  void anArchiveOfOneLeafHasNoNodes() throws IOException {
    ArchiveDag dag = ArchiveDag.of(new PatternStream(MIB));
    assertThat(dag.nodes()).isEmpty();
    assertThat(dag.leaves()).containsExactly(dag.root());
  }

  @Test
  void nodesAreReadAsTheyWereWritten() throws IOException {
    ArchiveDag dag = ArchiveDag.of(new PatternStream(2L * MIB + 5));
    FileNode root = FileNode.decode(dag.nodes().get(dag.root()));
    assertThat(root.links().stream().map(FileNode.Link::cid)).isEqualTo(dag.leaves());
    assertThat(root.links().stream().map(FileNode.Link::bytes))
        .containsExactly((long) MIB, (long) MIB, 5L);
    assertThat(root.bytes()).isEqualTo(dag.sizeBytes());
  }

  @Test
  void theTreeOverKnownLeavesIsTheSame() throws IOException {
    ArchiveDag dag = ArchiveDag.of(new PatternStream(200L * MIB));
    assertThat(ArchiveDag.of(dag.leaves(), dag.sizeBytes())).isEqualTo(dag);
    assertThat(dag.nodes()).hasSize(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArchiveDag.of(dag.leaves(), dag.sizeBytes() + 1))
        .withMessageContaining("200 leaves");
  }

  @Test
  void leavesBeginWhereTheChunkerCuts() {
    assertThat(List.of(ArchiveDag.offset(0), ArchiveDag.offset(3_000)))
        .containsExactly(0L, 3_000L * MIB);
  }
}

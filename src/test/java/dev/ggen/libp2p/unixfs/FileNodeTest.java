package dev.ggen.libp2p.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.CodedOutputStream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.Multihash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileNodeTest {
  private static final Cid LEAF = Cid.v1(Cid.RAW, Multihash.sha256(Bytes.of(1)));

  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      writing.to(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] link(Cid cid, String name) {
    return bytes(out -> {
      out.writeByteArray(1, cid.encode().toByteArray());
      out.writeString(2, name);
      out.writeUInt64(3, 10);
    });
  }

  private static byte[] data(int type, long... sizes) {
    return bytes(out -> {
      out.writeEnum(1, type);
      for (long size : sizes) {
        out.writeUInt64(4, size);
      }
    });
  }

  private static void refused(String why, Writing node) {
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> FileNode.decode(Bytes.copyOf(bytes(node))))
        .withMessageContaining(why);
  }

  @Test
  void foreignNodesMayPackTheirSizesAndLeaveOutTheSum() {
    byte[] packed =
        bytes(out -> {
          out.writeEnum(1, 2);
          out.writeByteArray(4, new byte[] {5, 7});
        });
    FileNode node =
        FileNode.decode(
            Bytes.copyOf(
                bytes(out -> {
                  out.writeByteArray(2, link(LEAF, ""));
                  out.writeByteArray(2, link(LEAF, ""));
                  out.writeByteArray(1, packed);
                })));
    assertThat(node.bytes()).isEqualTo(12);
    assertThat(node.links().get(1).bytes()).isEqualTo(7);
  }

  @Test
  void whatIsNoNodeOfAFileIsRefusedWithTheReason() {
    refused("type 1", out -> out.writeByteArray(1, data(1)));
    refused(
        "1 links and 2 sizes",
        out -> {
          out.writeByteArray(2, link(LEAF, ""));
          out.writeByteArray(1, data(2, 1, 2));
        });
    refused(
        "names",
        out -> {
          out.writeByteArray(2, link(LEAF, "file"));
          out.writeByteArray(1, data(2, 1));
        });
    refused(
        "hash function 0x13",
        out -> {
          Cid sha512 = Cid.v1(Cid.RAW, Multihash.sha512(Bytes.of(1)));
          out.writeByteArray(2, link(sha512, ""));
          out.writeByteArray(1, data(2, 1));
        });
    refused(
        "may not be there",
        out -> {
          out.writeByteArray(1, data(2, 1));
          out.writeByteArray(2, link(LEAF, ""));
        });
    refused(
        "3 bytes of the file",
        out ->
            out.writeByteArray(
                1,
                bytes(inner -> {
                  inner.writeEnum(1, 2);
                  inner.writeByteArray(2, new byte[3]);
                })));
    refused(
        "no numbers of bytes",
        out -> {
          out.writeByteArray(2, link(LEAF, ""));
          out.writeByteArray(2, link(LEAF, ""));
          out.writeByteArray(1, data(2, Long.MAX_VALUE, 1));
        });
    refused("link to nowhere", out -> out.writeByteArray(2, new byte[0]));
  }

  @Test
  void aNodeMayHaveSoManyLinksAndNotOneMore() {
    List<FileNode.Link> most =
        new ArrayList<>(Collections.nCopies(FileNode.MAX_LINKS, new FileNode.Link(LEAF, 1, 1)));
    FileNode node = new FileNode(most);
    assertThat(FileNode.decode(node.encode())).isEqualTo(node);
    assertThatExceptionOfType(MultiformatException.class)
        .isThrownBy(() -> {
          most.add(most.getFirst());
          new FileNode(most).encode();
        });
    refused(
        "more than 8192 links",
        out -> {
          for (int i = 0; i <= FileNode.MAX_LINKS; i++) {
            out.writeByteArray(2, link(LEAF, ""));
          }
        });
  }

  @Test
  void noPartOfANodeIsTakenForAWhole() {
    Bytes block =
        new FileNode(List.of(new FileNode.Link(LEAF, 3, 3), new FileNode.Link(LEAF, 4, 4)))
            .encode();
    for (int length = 0; length < block.size(); length++) {
      Bytes cut = block.slice(0, length);
      assertThatExceptionOfType(MultiformatException.class).isThrownBy(() -> FileNode.decode(cut));
    }
  }
}

package dev.ggen.registry.p2p.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeCodecTest {
  private static final ItemHash LOW = new ItemHash(0x0102_0000_0000_0000L, 0, 0, 0);
  private static final ItemHash HIGH = new ItemHash(0x8000_0000_0000_0000L, 0, 0, 0);
  private static final String HASH =
      "0300000000000000000000000000000000000000000000000000000000000009";

  private static final List<Range> ALL =
      List.of(
          new Range(Bound.START, Bound.at(LOW), new Range.Print(new Fingerprint(0x0a0b, 0x0c0d))),
          new Range(
              Bound.at(HIGH), Bound.at(at(0x81)), new Range.Listing(List.of(0xffee_ddcc_bbaaL))),
          new Range(Bound.at(at(0x81)), Bound.at(at(0x82)), new Range.Request(List.of(1L, 2L))),
          new Range(
              Bound.at(at(0x82)),
              Bound.at(at(0x84)),
              new Range.Difference(
                  List.of(5L), List.of(new ItemHash(0x8300_0000_0000_0000L, 0, 0, 9)))),
          new Range(Bound.at(at(0x84)), Bound.END, new Range.Later()));

  private static final String ALL_HEX =
      ("11 0102 0000000000000a0b0000000000000c0d"
              + "08 80 0a 81 01 ffeeddccbbaa"
              + "0b 82 02 000000000001 000000000002"
              + "0c 84 01 000000000005 01 83"
              + HASH.substring(2)
              + "05")
          .replace(" ", "");

  private static ItemHash at(int firstByte) {
    return new ItemHash((long) firstByte << 56, 0, 0, 0);
  }

  private static Bytes encode(List<Range> ranges) {
    RangeWriter writer = new RangeWriter();
    ranges.forEach(writer::add);
    return writer.message();
  }

  private static List<Range> decode(Bytes message) throws ReconciliationException {
    return RangeCodec.decode(message.buffer());
  }

  @Test
  void messageIsWrittenAndReadAsDescribed() throws Exception {
    assertThat(encode(ALL).hex()).isEqualTo(ALL_HEX);
    assertThat(decode(Bytes.fromHex(ALL_HEX))).isEqualTo(ALL);
    assertThat(decode(Bytes.EMPTY)).isEmpty();
  }

  @Test
  void rangeIsNeverLongerThanReckoned() {
    for (Range range : ALL) {
      assertThat(encode(List.of(range)).size()).isLessThanOrEqualTo(RangeWriter.sizeOf(range));
    }
  }

  @Test
  void everyCutIsWholeRangesOrRefused() throws Exception {
    Bytes whole = encode(ALL);
    for (int length = 0; length < whole.size(); length++) {
      List<Range> read;
      try {
        read = decode(whole.slice(0, length));
      } catch (ReconciliationException e) {
        continue;
      }
      assertThat(read).isEqualTo(ALL.subList(0, read.size()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0880, a message that ends with a skipped range",
    "0880 0881 05, 'two skipped ranges, one behind the other'",
    "0d80, what comes later does not reach to the end",
    "0980, 'a range needs 16 more bytes, but only 0 follow'",
    "100102 05 05, a range behind the end",
    "0a80 00 0a80 00, a range that ends before it begins",
    "0a80 00 0a7f 00, a range that ends before it begins",
    "128000 00, a bound that ends with a zero",
    "06, a range of the unknown mode 6",
    "8a02, the head of a range is 266; at most 261",
    "8200, the head of a range is 2; at most 261",
    "ffff8001, a varint of more than three bytes",
    "0a80 41, a number of ids is 65; at most 64",
    "0a80 01 0102, 'a range needs 6 more bytes, but only 2 follow'",
    "0c80 00 01 0102, a number of hashes is 1; at most 0",
  })
  void otherWaysToWriteAreRefused(String hex, String reason) {
    assertThatThrownBy(() -> decode(Bytes.fromHex(hex.replace(" ", ""))))
        .isInstanceOf(ReconciliationException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void hashesMustBeInOrderAndInTheirRange() throws Exception {
    String before = "0c0400" + "01" + HASH;
    assertThat(decode(Bytes.fromHex(before))).hasSize(1);
    for (String wrong :
        List.of("0c0400" + "02" + HASH + HASH, "0c0300" + "01" + HASH, "080a 0c0b00 01" + HASH)) {
      assertThatThrownBy(() -> decode(Bytes.fromHex(wrong.replace(" ", ""))))
          .as(wrong)
          .isInstanceOf(ReconciliationException.class)
          .hasMessage("hashes out of order or out of their range");
    }
  }

  @Test
  void asManyIdsAndRangesAsAllowedAreReadButNotMore() throws Exception {
    List<Long> ids = LongStream.range(0, RangeCodec.MAX_IDS).boxed().toList();
    assertThat(decode(encode(List.of(new Range(Bound.START, Bound.END, new Range.Listing(ids))))))
        .hasSize(1);

    List<Range> ranges = new ArrayList<>();
    Bound from = Bound.START;
    for (int i = 1; i <= RangeCodec.MAX_RANGES + 1; i++) {
      Bound to = Bound.at(new ItemHash((long) i << 40, 0, 0, 0));
      ranges.add(new Range(from, to, new Range.Listing(List.of())));
      from = to;
    }
    assertThat(decode(encode(ranges.subList(0, RangeCodec.MAX_RANGES))))
        .hasSize(RangeCodec.MAX_RANGES);
    assertThatThrownBy(() -> decode(encode(ranges)))
        .isInstanceOf(ReconciliationException.class)
        .hasMessage("more than 16384 ranges");
  }

  @Test
  void whateverIsReadIsWrittenTheSameWay() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] valid = encode(ALL).toByteArray();
    for (int i = 0; i < 50_000; i++) {
      byte[] changed = valid.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      RangeCodecFuzzTest.requireCanonicalOrRefused(changed, "seed " + seed);
    }
  }

  @Test
  void boundsAreAsShortAsCanBe() {
    ItemHash low = new ItemHash(0x0102_0304_0506_0708L, -1, -1, -1);
    ItemHash high = new ItemHash(0x0102_0304_0506_0709L, 5, 5, 5);
    assertThat(Bound.between(low, high).significantBytes()).isEqualTo(8);
    assertThat(Bound.between(ItemHash.ZERO, new ItemHash(0, 0, 0, 1)).significantBytes())
        .isEqualTo(32);
    List<ItemHash> sorted = Hashes.crowded(100, new Random(1));
    Collections.sort(sorted);
    for (int i = 1; i < sorted.size(); i++) {
      if (!sorted.get(i).equals(sorted.get(i - 1))) {
        ItemHash bound = Bound.between(sorted.get(i - 1), sorted.get(i)).hash();
        assertThat(bound).isGreaterThan(sorted.get(i - 1)).isLessThanOrEqualTo(sorted.get(i));
      }
    }
  }
}

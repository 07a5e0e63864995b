package dev.ggen.registry.p2p.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.VersionRange;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests and responses as bytes. */
class MessagesTest {
  private static final String SALT = "000102030405060708090a0b0c0d0e0f";
  private static final String HASH =
      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

  private static Bytes hex(String digits) {
    return Bytes.fromHex(digits.replace(" ", ""));
  }

  private static Bytes hash(int number) {
    byte[] hash = new byte[32];
    hash[31] = (byte) number;
    hash[30] = (byte) (number >> 8);
    return Bytes.copyOf(hash);
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of(
            new Request.Reconcile(Optional.of(hex(SALT)), hex("0a")),
            "0a15 0a10" + SALT + "1201 0a"),
        Arguments.of(new Request.Reconcile(Optional.empty(), Bytes.EMPTY), "0a02 1200"),
        Arguments.of(new Request.Fetch(List.of(hex(HASH))), "1222 0a20" + HASH),
        Arguments.of(new Request.Offer(List.of(hex(HASH), hex(HASH))), "1a42 0a40" + HASH + HASH),
        Arguments.of(new Request.Push(List.of(hex("aabb"), hex("cc"))), "2207 0a02 aabb 0a01 cc"),
        Arguments.of(
            new Request.Search(new SearchQuery("web", "c", List.of("t", "u"), 7, 0, false)),
            "2a10 0a03 776562 1201 63 1a01 74 1a01 75 2007"),
        Arguments.of(
            new Request.Resolve(new PackageName("web"), Optional.of(VersionRange.of("^1"))),
            "3209 0a03 776562 1202 5e31"),
        Arguments.of(
            new Request.Resolve(new PackageName("web"), Optional.empty()), "3205 0a03 776562"),
        Arguments.of(
            new Request.Grants(List.of(new PackageName("a"), new PackageName("b"))),
            "3a06 0a01 61 0a01 62"));
  }

  static Stream<Arguments> responses() {
    return Stream.of(
        Arguments.of(new Response.Busy(2_000), "0a03 08d00f"),
        Arguments.of(new Response.Ranges(hex("0a")), "1203 0a01 0a"),
        Arguments.of(
            new Response.Entries(List.of(hex("aabb"), hex("cc")), 3, false),
            "1a09 0a02 aabb 0a01 cc 1003"),
        Arguments.of(new Response.Entries(List.of(), 0, true), "1a02 1801"),
        Arguments.of(new Response.Wanted(List.of(0, 9)), "2204 0a02 0102"),
        Arguments.of(new Response.Wanted(List.of()), "2202 0a00"),
        Arguments.of(new Response.Kept(5), "2a02 0805"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestIsWrittenAndReadAsDescribed(Request request, String hex) throws Exception {
    assertThat(RequestCodec.encode(request)).isEqualTo(hex(hex));
    assertThat(RequestCodec.decode(hex(hex).toByteArray())).isEqualTo(request);
  }

  @ParameterizedTest
  @MethodSource("responses")
  void responseIsWrittenAndReadAsDescribed(Response response, String hex) throws Exception {
    assertThat(ResponseCodec.encode(response)).isEqualTo(hex(hex));
    assertThat(ResponseCodec.decode(hex(hex).toByteArray())).isEqualTo(response);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void everyCutOfARequestIsRefused(Request request, String hex) {
    Bytes whole = hex(hex);
    for (int length = 0; length < whole.size(); length++) {
      byte[] cut = whole.slice(0, length).toByteArray();
      assertThatThrownBy(() -> RequestCodec.decode(cut))
          .isInstanceOf(ProtocolViolationException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("responses")
  void everyCutOfAResponseIsRefused(Response response, String hex) {
    Bytes whole = hex(hex);
    for (int length = 0; length < whole.size(); length++) {
      byte[] cut = whole.slice(0, length).toByteArray();
      assertThatThrownBy(() -> ResponseCodec.decode(cut))
          .isInstanceOf(ProtocolViolationException.class);
    }
  }

  @Test
  void unknownFieldsAreSkipped() throws Exception {
    assertThat(RequestCodec.decode(hex("4201ff 3205 0a03 776562").toByteArray()))
        .isEqualTo(new Request.Resolve(new PackageName("web"), Optional.empty()));
    assertThat(ResponseCodec.decode(hex("4201ff 2a05 0805 4a01ff").toByteArray()))
        .isEqualTo(new Response.Kept(5));
  }

  @ParameterizedTest
  @CsvSource({
    "4201ff, 0 known requests in one message",
    "3205 0a03 776562 3205 0a03 776562, 2 known requests in one message",
    "0a05 0a01 00 1200, a salt of 1 bytes",
    "1200, a request without hashes",
    "1203 0a01 00, 1 bytes of hashes",
    "1202 0a00, 0 bytes of hashes",
    "2200, a push without entries",
    "2202 0a00, an entry of 0 bytes",
    "3200, a request without a name",
    "3205 0a03 2e2e2e, registry:",
    "3a00, a request without names",
    "2a02 2000, limit must be from 1 to 250",
    "2a03 20fb01, limit must be from 1 to 250",
    "0c, registry:",
  })
  void requestNobodyMakesIsRefused(String hex, String reason) {
    assertThatThrownBy(() -> RequestCodec.decode(hex(hex).toByteArray()))
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "4201ff, 0 known responses in one message",
    "2a00 2a00, 2 known responses in one message",
    "2a03 088110, a number of entries of 2049; at most 2048",
    "0a05 0881dddb01, a time to retry of 3600001; at most 3600000",
    "1a03 108104, a number of hashes of 513; at most 512",
    "1a02 0a00, an entry of 0 bytes",
  })
  void responseNobodyMakesIsRefused(String hex, String reason) {
    assertThatThrownBy(() -> ResponseCodec.decode(hex(hex).toByteArray()))
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining(reason);
  }

  private static void requireLimit(Request most, Request tooMuch) {
    assertThatCode(() -> RequestCodec.decode(RequestCodec.encode(most).toByteArray()))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> RequestCodec.decode(RequestCodec.encode(tooMuch).toByteArray()))
        .isInstanceOf(ProtocolViolationException.class);
  }

  private static void requireLimit(Response most, Response tooMuch) {
    assertThatCode(() -> ResponseCodec.decode(ResponseCodec.encode(most).toByteArray()))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> ResponseCodec.decode(ResponseCodec.encode(tooMuch).toByteArray()))
        .isInstanceOf(ProtocolViolationException.class);
  }

  @Test
  void asMuchAsAllowedIsReadButNotMore() {
    List<Bytes> hashes = IntStream.rangeClosed(0, 512).mapToObj(MessagesTest::hash).toList();
    requireLimit(new Request.Fetch(hashes.subList(0, 512)), new Request.Fetch(hashes));
    requireLimit(new Request.Offer(hashes.subList(0, 512)), new Request.Offer(hashes));

    List<Bytes> many = Collections.nCopies(2_049, hex("aa"));
    requireLimit(new Request.Push(many.subList(0, 2_048)), new Request.Push(many));
    requireLimit(
        new Response.Entries(many.subList(0, 2_048), 0, false),
        new Response.Entries(many, 0, false));

    Bytes big = Bytes.copyOf(new byte[8 * 1024]);
    Bytes bigger = Bytes.copyOf(new byte[8 * 1024 + 1]);
    requireLimit(new Request.Push(List.of(big)), new Request.Push(List.of(bigger)));

    List<PackageName> names = Collections.nCopies(257, new PackageName("web"));
    requireLimit(new Request.Grants(names.subList(0, 256)), new Request.Grants(names));

    Bytes ranges = Bytes.copyOf(new byte[256 * 1024]);
    Bytes moreRanges = Bytes.copyOf(new byte[256 * 1024 + 1]);
    requireLimit(
        new Request.Reconcile(Optional.empty(), ranges),
        new Request.Reconcile(Optional.empty(), moreRanges));
    requireLimit(new Response.Ranges(ranges), new Response.Ranges(moreRanges));
    requireLimit(new Response.Wanted(List.of(511)), new Response.Wanted(List.of(512)));
  }

  @Test
  void fittingEntriesMakeAMessageOfTheSizeAllowed() {
    for (int size : List.of(1, 126, 127, 128, 129, 511, 8_192)) {
      List<Bytes> entries = Collections.nCopies(5_000, Bytes.copyOf(new byte[size]));
      int count = Wire.fitting(entries);
      Response.Entries most = new Response.Entries(entries.subList(0, count), 512, true);
      assertThat(ResponseCodec.encode(most).size()).isLessThanOrEqualTo(Wire.MAX_MESSAGE_BYTES);
      assertThat(RequestCodec.encode(new Request.Push(most.entries())).size())
          .isLessThanOrEqualTo(Wire.MAX_MESSAGE_BYTES);
      assertThat(count).isLessThanOrEqualTo(Wire.MAX_ENTRIES).isGreaterThan(100);
    }
  }

  @Test
  void whateverIsReadCanBeSentOn() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    List<byte[]> valid =
        Stream.concat(requests(), responses())
            .map(arguments -> hex((String) arguments.get()[1]).toByteArray())
            .toList();
    for (int i = 0; i < 50_000; i++) {
      byte[] changed = valid.get(random.nextInt(valid.size())).clone();
      for (int flips = random.nextInt(3); flips >= 0; flips--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      MessagesFuzzTest.requireReadableOrRefused(changed, "seed " + seed);
    }
  }
}

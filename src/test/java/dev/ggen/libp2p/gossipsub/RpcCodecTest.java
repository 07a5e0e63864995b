package dev.ggen.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcCodecTest {
  /** Recorded from js-libp2p (@libp2p/gossipsub), whose key is of the seed 07…07. */
  static final String JS_RPC =
      "0a0b08011207757064617465730a07080012036f6c6412a8010a26002408011220ea4a6c63e29c520abef550"
          + "7b132ec5f9954776aebebe7b92421eea691446d22c12030102031a0818ebd959bb2ed5412207757064"
          + "617465732a40a05637bc5bf1d605fab303b45c711b890a866bb7f20409cbd98c9269a76a5b4e8c0192"
          + "08a4c4905027a01b144cd5ccec941ceae60e0113b8e4cad5a7df93c103322408011220ea4a6c63e29c"
          + "520abef5507b132ec5f9954776aebebe7b92421eea691446d22c1a5b0a0d0a07757064617465731202"
          + "010212030a01031a090a077570646174657322340a036f6c64122b0a26002408011220ea4a6c63e29c"
          + "520abef5507b132ec5f9954776aebebe7b92421eea691446d22c120109183c2a040a020405";

  private static final RpcLimits LIMITS = new RpcLimits(2_048, 100, 10, 5, 4, 6, 8, 16, 3);
  private static final Bytes ID = Bytes.of(1, 2);

  private static Rpc decode(Rpc rpc) throws ProtocolViolationException {
    return RpcCodec.decode(RpcCodec.encode(rpc), LIMITS);
  }

  private static Rpc decode(String hex) throws ProtocolViolationException {
    return RpcCodec.decode(Bytes.fromHex(hex).toByteArray(), LIMITS);
  }

  private static PubsubMessage message(int dataBytes) {
    return PubsubMessage.unsigned(
        ID, Bytes.copyOf(new byte[dataBytes]), Bytes.of(0, 0, 0, 0, 0, 0, 0, 1), "t");
  }

  private static Rpc whole() {
    return new Rpc(
        List.of(new Rpc.Subscription(true, "a"), new Rpc.Subscription(false, "b")),
        List.of(message(3)),
        List.of(new Rpc.Have("a", List.of(ID, Bytes.of(3)))),
        List.of(Bytes.of(4)),
        List.of("a"),
        List.of(
            new Rpc.Prune("b", List.of(new Rpc.Exchanged(ID, Bytes.of(9))), OptionalLong.of(60))),
        List.of(Bytes.of(5)));
  }

  @Test
  void whatIsEncodedIsDecoded() throws Exception {
    assertThat(decode(whole())).isEqualTo(whole());
    assertThat(decode(Rpc.EMPTY)).isEqualTo(Rpc.EMPTY);
  }

  @Test
  void anRpcOfJsIsRead() throws Exception {
    Rpc rpc = RpcCodec.decode(Bytes.fromHex(JS_RPC).toByteArray(), RpcLimits.defaults());

    assertThat(rpc.subscriptions())
        .containsExactly(new Rpc.Subscription(true, "updates"), new Rpc.Subscription(false, "old"));
    assertThat(rpc.messages()).hasSize(1);
    assertThat(rpc.messages().getFirst().data()).isEqualTo(Bytes.of(1, 2, 3));
    assertThat(rpc.haves()).containsExactly(new Rpc.Have("updates", List.of(Bytes.of(1, 2))));
    assertThat(rpc.wants()).containsExactly(Bytes.of(3));
    assertThat(rpc.grafts()).containsExactly("updates");
    assertThat(rpc.prunes().getFirst().topic()).isEqualTo("old");
    assertThat(rpc.prunes().getFirst().backoffSeconds()).hasValue(60);
    assertThat(rpc.prunes().getFirst().peers().getFirst().signedRecord()).isEqualTo(Bytes.of(9));
    assertThat(rpc.unwanted()).containsExactly(Bytes.of(4, 5));
  }

  @Test
  void anRpcOfJsIsWrittenAgainByteForByte() throws Exception {
    Rpc rpc = RpcCodec.decode(Bytes.fromHex(JS_RPC).toByteArray(), RpcLimits.defaults());

    assertThat(Bytes.copyOf(RpcCodec.encode(rpc)).hex()).isEqualTo(JS_RPC);
  }

  @Test
  void aPartOfAnArrayIsRead() throws Exception {
    byte[] encoded = RpcCodec.encode(whole());
    byte[] padded = new byte[encoded.length + 10];
    System.arraycopy(encoded, 0, padded, 4, encoded.length);

    assertThat(RpcCodec.decode(padded, 4, 4 + encoded.length, LIMITS)).isEqualTo(whole());
  }

  @Test
  void aMessageIsSentOnAsItCame() throws Exception {
    String withUnknownField = "0a00" + "1201ff" + "2201" + "74" + "9a0602" + "0102";
    Rpc rpc = decode("12" + "0d" + withUnknownField);

    assertThat(Bytes.copyOf(RpcCodec.encode(rpc)).hex()).isEqualTo("120d" + withUnknownField);
  }

  @Test
  void unknownFieldsAreSkippedEverywhere() throws Exception {
    String unknown = "f80701"; // Field 127, a number.

    assertThat(decode("0a08" + "0801" + "120161" + unknown + unknown).subscriptions())
        .containsExactly(new Rpc.Subscription(true, "a"));
    assertThat(decode("1a08" + unknown + "1a03" + "0a0161").grafts()).containsExactly("a");
  }

  @Test
  void aMessageWhoseFieldsAreOutOfOrderOrRepeatedIsRefused() {
    assertThatThrownBy(() -> decode("1206" + "220174" + "1201ff"))
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining("field 2 of a message comes after field 4");
    assertThatThrownBy(() -> decode("1206" + "1201ff" + "1201fe"))
        .isInstanceOf(ProtocolViolationException.class);
  }

  @Test
  void aTopicThatIsNoTextIsRefused() {
    assertThatThrownBy(() -> decode("0a05" + "0801" + "1201ff"))
        .isInstanceOf(ProtocolViolationException.class);
  }

  @Test
  void everyCutIsRefusedOrAShorterRpc() {
    byte[] encoded = RpcCodec.encode(whole());
    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      try {
        // A cut between two fields leaves an RPC with fewer of them.
        assertThat(RpcCodec.decode(cut, LIMITS)).isNotEqualTo(whole());
      } catch (ProtocolViolationException e) {
        assertThat(e).hasMessageStartingWith("pubsub: ");
      }
    }
  }

  @Test
  void changedBytesNeverBreakTheDecoder() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] encoded = RpcCodec.encode(whole());
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        encoded[random.nextInt(encoded.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(RpcCodec.decode(encoded, LIMITS)).isNotNull();
      } catch (ProtocolViolationException e) {
        assertThat(e).hasMessageStartingWith("pubsub: ");
      }
    }
  }

  private static void assertLimit(int most, String what, IntFunction<Rpc> ofSize) {
    assertThatCode(() -> decode(ofSize.apply(most))).doesNotThrowAnyException();
    assertThatThrownBy(() -> decode(ofSize.apply(most + 1)))
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining("more than " + most + " " + what);
  }

  @Test
  void eachLimitHoldsAndOneMoreIsRefused() {
    assertLimit(
        LIMITS.subscriptions(),
        "subscriptions",
        n -> Rpc.ofSubscriptions(Collections.nCopies(n, new Rpc.Subscription(true, "a"))));
    assertLimit(
        LIMITS.messages(), "messages", n -> Rpc.ofMessages(Collections.nCopies(n, message(1))));
    assertLimit(LIMITS.messageBytes(), "bytes of data", n -> Rpc.of(message(n)));
    assertLimit(
        LIMITS.topicBytes(),
        "bytes of a topic",
        n -> Rpc.ofMesh(List.of("x".repeat(n)), List.of()));
    assertLimit(
        LIMITS.entries(),
        "control entries",
        n -> Rpc.ofMesh(Collections.nCopies(n, "a"), List.of()));
    assertLimit(LIMITS.ids(), "message ids", n -> Rpc.ofWants(Collections.nCopies(n, ID)));
    assertLimit(
        LIMITS.idBytes(),
        "bytes of a message id",
        n -> Rpc.ofUnwanted(List.of(Bytes.copyOf(new byte[n]))));
    assertLimit(
        LIMITS.exchanged(),
        "exchanged peers",
        n ->
            Rpc.ofMesh(
                List.of(),
                List.of(
                    new Rpc.Prune(
                        "a",
                        Collections.nCopies(n, new Rpc.Exchanged(ID, Bytes.EMPTY)),
                        OptionalLong.empty()))));
  }

  @Test
  void topicsAreMeasuredInBytesNotInCharacters() {
    assertThatCode(() -> decode(Rpc.ofMesh(List.of("ü".repeat(5)), List.of())))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> decode(Rpc.ofMesh(List.of("ü".repeat(6)), List.of())))
        .isInstanceOf(ProtocolViolationException.class);
  }

  @Test
  void idsOfAllEntriesCountTogether() {
    List<Bytes> half = Collections.nCopies(LIMITS.ids() / 2, ID);
    List<Rpc.Have> haves = List.of(new Rpc.Have("a", half), new Rpc.Have("b", half));
    Rpc most = new Rpc(List.of(), List.of(), haves, List.of(), List.of(), List.of(), List.of());
    Rpc more = new Rpc(List.of(), List.of(), haves, List.of(ID), List.of(), List.of(), List.of());

    assertThatCode(() -> decode(most)).doesNotThrowAnyException();
    assertThatThrownBy(() -> decode(more)).isInstanceOf(ProtocolViolationException.class);
  }

  @Test
  void anRpcThatIsTooLongIsRefusedUnread() {
    byte[] fits = new byte[LIMITS.rpcBytes()];
    // One unknown field that fills it.
    Bytes head = Bytes.fromHex("fa07" + "fc0f");
    head.copyTo(fits, 0);

    assertThatCode(() -> RpcCodec.decode(fits, LIMITS)).doesNotThrowAnyException();
    assertThatThrownBy(() -> RpcCodec.decode(Arrays.copyOf(fits, fits.length + 1), LIMITS))
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining("bytes of an RPC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0c", "0b0c0b", "12ffffffff0f", "00", "0a"})
  void whatIsNoProtobufIsRefused(String hex) {
    assertThatThrownBy(() -> decode(hex)).isInstanceOf(ProtocolViolationException.class);
  }
}

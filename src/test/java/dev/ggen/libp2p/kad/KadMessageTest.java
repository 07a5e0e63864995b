package dev.ggen.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KadMessageTest {
  private static final Bytes KEY = Bytes.fromHex("0102");
  private static final PeerId PEER = PrivateKey.generate().publicKey().peerId();
  private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/127.0.0.1/tcp/4001");

  private static final String JS_GET_VALUE =
      "080112092f6e756d6265722f611a340a092f6e756d6265722f61120776616c69"
          + "643a372a1e323032362d31312d32345431303a30303a30302e31323330303030"
          + "30305a42410a260024080112202ffa35a99d3a3cfbb17bb7c1dc5561b18a8dcc"
          + "a4df38dc613ea859c37eb1336b1208047f000001060fa1120b040a0000019102"
          + "0fa1cd0318014a280a260024080112202ffa35a99d3a3cfbb17bb7c1dc5561b1"
          + "8a8dcca4df38dc613ea859c37eb1336b";
  private static final String JS_ADD_PROVIDER =
      "080212260024080112202ffa35a99d3a3cfbb17bb7c1dc5561b18a8dcca4df38"
          + "dc613ea859c37eb1336b4a320a260024080112202ffa35a99d3a3cfbb17bb7c1"
          + "dc5561b18a8dcca4df38dc613ea859c37eb1336b1208047f000001060fa1";

  private static KadPeer peer(int addresses) {
    return new KadPeer(PEER, Collections.nCopies(addresses, ADDRESS), KadPeer.Link.CAN_CONNECT);
  }

  private static KadMessage whole() {
    return new KadMessage(
        KadMessage.Type.GET_VALUE,
        KEY,
        Optional.of(new KadRecord(KEY, Bytes.fromHex("ff"), Optional.of("2026-11-24T08:00:00Z"))),
        List.of(peer(2), peer(0)),
        List.of(peer(1)));
  }

  @Test
  void aMessageIsWrittenAsTheSpecificationSays() throws Exception {
    assertThat(KadMessage.of(KadMessage.Type.FIND_NODE, KEY).encode().hex())
        .isEqualTo("0804" + "12020102");
    assertThat(
            new KadMessage(
                    KadMessage.Type.PUT_VALUE,
                    KEY,
                    Optional.of(new KadRecord(KEY, Bytes.fromHex("ff"), Optional.of("now"))),
                    List.of(),
                    List.of())
                .encode()
                .hex())
        .isEqualTo("0800" + "12020102" + "1a0c" + "0a020102" + "1201ff" + "2a036e6f77");
  }

  /** Recorded from js-libp2p's kad-dht 16.4.5. */
  @Test
  void whatJsLibp2pSendsIsUnderstood() throws Exception {
    PeerId js = PeerId.parse("12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA");
    Bytes key = KadNode.bytes("/number/a");
    KadRecord value =
        new KadRecord(key, KadNode.bytes("valid:7"), Optional.of("2026-11-24T10:00:00.123000000Z"));
    List<Multiaddr> addresses = List.of(ADDRESS, Multiaddr.parse("/ip4/10.0.0.1/udp/4001/quic-v1"));

    assertThat(KadMessage.decode(Bytes.fromHex(JS_GET_VALUE).toByteArray()))
        .isEqualTo(
            new KadMessage(
                KadMessage.Type.GET_VALUE,
                key,
                Optional.of(value),
                List.of(new KadPeer(js, addresses, KadPeer.Link.CONNECTED)),
                List.of(new KadPeer(js, List.of(), KadPeer.Link.NOT_CONNECTED))));
    assertThat(KadMessage.decode(Bytes.fromHex(JS_ADD_PROVIDER).toByteArray()))
        .isEqualTo(
            new KadMessage(
                KadMessage.Type.ADD_PROVIDER,
                js.bytes(),
                Optional.empty(),
                List.of(),
                List.of(new KadPeer(js, List.of(ADDRESS), KadPeer.Link.NOT_CONNECTED))));
  }

  @Test
  void everyFieldComesBack() throws Exception {
    assertThat(KadMessage.decode(whole().encode().toByteArray())).isEqualTo(whole());
  }

  @Test
  void aMissingTypeIsTheFirstOne() throws Exception {
    assertThat(KadMessage.decode(Bytes.fromHex("12020102").toByteArray()).type())
        .isEqualTo(KadMessage.Type.PUT_VALUE);
  }

  @Test
  void unknownFieldsAndUnknownAddressesAreSkipped() throws Exception {
    Bytes id = PEER.bytes();
    Bytes strange = Bytes.fromHex("1202ff7f");
    Bytes peer = Bytes.concat(Bytes.of(0x0a, id.size()), id, strange);
    Bytes message = Bytes.concat(Bytes.fromHex("0804" + "5001"), Bytes.of(0x42, peer.size()), peer);

    assertThat(KadMessage.decode(message.toByteArray()).closerPeers())
        .containsExactly(new KadPeer(PEER, List.of(), KadPeer.Link.NOT_CONNECTED));
  }

  @Test
  void whatIsNoMessageIsThePeersFault() {
    for (String hex : List.of("0806", "08", "1205", "4200", "0c", "420412020102", "42030a0101")) {
      assertThatThrownBy(() -> KadMessage.decode(Bytes.fromHex(hex).toByteArray()))
          .as(hex)
          .isInstanceOf(ProtocolViolationException.class);
    }
  }

  @Test
  void everyCutIsAMessageOrThePeersFault() throws Exception {
    byte[] bytes = whole().encode().toByteArray();
    for (int length = 0; length < bytes.length; length++) {
      assertDecodesOrBlames(Arrays.copyOf(bytes, length));
    }
  }

  @Test
  void everyRandomChangeIsAMessageOrThePeersFault() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] bytes = whole().encode().toByteArray();
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      assertDecodesOrBlames(changed);
    }
  }

  private static void assertDecodesOrBlames(byte[] bytes) throws Exception {
    String input = Bytes.copyOf(bytes).hex();
    try {
      KadMessage message = KadMessage.decode(bytes);
      assertThat(KadMessage.decode(message.encode().toByteArray())).as(input).isEqualTo(message);
    } catch (ProtocolViolationException e) {
      assertThat(e).as(input).hasMessageStartingWith("kad: ");
    }
  }

  @Test
  void aKeyMayBeAsLongAsTheLimitAndNoByteMore() throws Exception {
    Bytes longest = Bytes.copyOf(new byte[KadMessage.MAX_KEY_BYTES]);
    Bytes longer = Bytes.copyOf(new byte[KadMessage.MAX_KEY_BYTES + 1]);
    byte[] refused = KadMessage.of(KadMessage.Type.GET_VALUE, longer).encode().toByteArray();

    assertThat(
            KadMessage.decode(
                    KadMessage.of(KadMessage.Type.GET_VALUE, longest).encode().toByteArray())
                .key())
        .isEqualTo(longest);
    assertThatThrownBy(() -> KadMessage.decode(refused))
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining("1025");
  }

  @Test
  void peersAndAddressesBeyondTheLimitAreLeftOut() throws Exception {
    KadMessage many =
        new KadMessage(
            KadMessage.Type.FIND_NODE,
            KEY,
            Optional.empty(),
            Collections.nCopies(KadMessage.MAX_PEERS + 1, peer(KadPeer.MAX_ADDRESSES + 1)),
            List.of());

    KadMessage read = KadMessage.decode(many.encode().toByteArray());

    assertThat(read.closerPeers()).hasSize(KadMessage.MAX_PEERS);
    assertThat(read.closerPeers().getFirst().addresses()).hasSize(KadPeer.MAX_ADDRESSES);
  }
}

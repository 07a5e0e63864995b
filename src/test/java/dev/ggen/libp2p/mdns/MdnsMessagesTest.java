package dev.ggen.libp2p.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** The messages of libp2p mDNS, and those of others. */
class MdnsMessagesTest {
  private static final Name SERVICE = MdnsAnswers.name(MdnsSettings.SERVICE);
  private static final PeerId PEER =
      PeerId.parse("12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA");
  private static final List<Multiaddr> ADDRESSES =
      List.of(
          Multiaddr.parse("/ip4/192.0.2.1/tcp/4001"), Multiaddr.parse("/ip6/2001:db8::1/udp/9"));
  private static final String PEER_NAME = "abcdefghijklmnopqrstuvwxyz012345";

  private static MdnsAnswers answers(List<Multiaddr> addresses) throws IOException {
    return new MdnsAnswers(
        SERVICE,
        PEER_NAME,
        PEER,
        addresses,
        List.of(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("2001:db8::1")));
  }

  private static Message question(String name, int type) {
    Message query = new Message(7);
    query.addRecord(Record.newRecord(MdnsAnswers.name(name), type, DClass.IN), Section.QUESTION);
    return query;
  }

  private static Message reread(Message message) throws IOException {
    return new Message(message.toWire());
  }

  @Test
  void theQuestionForAllPeersIsAnsweredAsTheSpecificationSays() throws IOException {
    Message answer = reread(answers(ADDRESSES).to(MdnsAnswers.query(SERVICE)).orElseThrow());

    assertThat(answer.getHeader().getFlag(Flags.QR)).isTrue();
    assertThat(answer.getSection(Section.ANSWER))
        .singleElement()
        .satisfies(pointer ->
            assertThat(((PTRRecord) pointer).getTarget())
                .isEqualTo(MdnsAnswers.name(PEER_NAME + "._p2p._udp.local")));
    assertThat(answer.getSection(Section.ADDITIONAL))
        .extracting(Record::getType)
        .containsExactly(Type.TXT, Type.TXT, Type.SRV, Type.A, Type.AAAA);
    assertThat(MdnsPeer.in(answer, SERVICE)).containsExactly(new MdnsPeer(PEER, ADDRESSES));
  }

  @ParameterizedTest
  @CsvSource({
    "_services._dns-sd._udp.local, 12, 1",
    "abcdefghijklmnopqrstuvwxyz012345._p2p._udp.local, 16, 2",
    "abcdefghijklmnopqrstuvwxyz012345._p2p._udp.local, 33, 1",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345.p2p.local, 1, 1",
    "abcdefghijklmnopqrstuvwxyz012345.p2p.local, 28, 1",
    "abcdefghijklmnopqrstuvwxyz012345._p2p._udp.local, 255, 3"
  })
  void administratorsGetTheDetailsOneByOne(String name, int type, int count) throws IOException {
    Message answer = answers(ADDRESSES).to(question(name, type)).orElseThrow();

    assertThat(answer.getSection(Section.ANSWER)).hasSize(count);
    assertThat(answer.getSection(Section.ADDITIONAL)).isEmpty();
    assertThat(answer.getHeader().getID()).isEqualTo(7);
  }

  @Test
  void otherQuestionsAreNotAnswered() throws IOException {
    assertThat(answers(ADDRESSES).to(question("_http._tcp.local", Type.PTR))).isEmpty();
    assertThat(answers(ADDRESSES).to(question("other._p2p._udp.local", Type.TXT))).isEmpty();
    assertThat(answers(ADDRESSES).to(question("_p2p._udp.local", Type.TXT))).isEmpty();
  }

  @Test
  void anAddressThatDoesNotFitIsLeftOut() throws IOException {
    Multiaddr longest = ofTextLength(255);
    Multiaddr tooLong = ofTextLength(256);

    Message answer =
        answers(List.of(tooLong, longest)).to(MdnsAnswers.query(SERVICE)).orElseThrow();

    assertThat(MdnsPeer.in(reread(answer), SERVICE))
        .containsExactly(new MdnsPeer(PEER, List.of(longest)));
  }

  private static Multiaddr ofTextLength(int length) {
    String rest = "dnsaddr=/dns4//tcp/1/p2p/" + PEER;
    return Multiaddr.parse("/dns4/" + "x".repeat(length - rest.length()) + "/tcp/1");
  }

  /** As js-libp2p does: texts among the answers, no service record. */
  @Test
  void textsAmongTheAnswersCountAndForeignOnesDoNot() throws IOException {
    Name instance = Name.fromString("somebody", SERVICE);
    Message message = new Message(0);
    message.getHeader().setFlag(Flags.QR);
    message.addRecord(new PTRRecord(SERVICE, DClass.IN, 120, instance), Section.ANSWER);
    for (String text :
        List.of(
            "dnsaddr=/ip4/192.0.2.1/tcp/4001/p2p/" + PEER,
            "dnsaddr=/ip4/192.0.2.2/tcp/4001",
            "dnsaddr=/unheard-of/1/p2p/" + PEER,
            "dnsaddr=nonsense",
            "other=/ip4/192.0.2.3/tcp/4001/p2p/" + PEER)) {
      message.addRecord(new TXTRecord(instance, DClass.IN, 120, text), Section.ANSWER);
    }
    message.addRecord(
        new TXTRecord(
            MdnsAnswers.name("elsewhere.local"),
            DClass.IN,
            120,
            "dnsaddr=/ip4/192.0.2.4/tcp/4001/p2p/" + PEER),
        Section.ANSWER);

    assertThat(MdnsPeer.in(reread(message), SERVICE))
        .containsExactly(new MdnsPeer(PEER, List.of(ADDRESSES.getFirst())));
  }

  @Test
  void aResponseOfAnotherServiceIsNone() throws IOException {
    Message answer = answers(ADDRESSES).to(MdnsAnswers.query(SERVICE)).orElseThrow();

    assertThat(MdnsPeer.in(answer, MdnsAnswers.name("_p2p-00ff._udp.local"))).isEmpty();
  }

  @Test
  void goodbyeTellsNobodyWhereTheNodeIs() throws IOException {
    Message goodbye = reread(answers(ADDRESSES).goodbye());

    assertThat(goodbye.getSection(Section.ANSWER)).singleElement().matches(r -> r.getTTL() == 0);
    assertThat(MdnsPeer.in(goodbye, SERVICE)).isEmpty();
  }

  /** Which the library throws as an error of ours; found by the fuzz target. */
  @Test
  void aTimeToLiveAboveTheLimitIsRefusedLikeAnyOtherFault() {
    Bytes packet = Bytes.fromHex("0a182b000000571a57512b2700570000" + "00f9000a000000");

    assertThatThrownBy(() -> DnsMessages.decode(packet))
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining("TTL");
  }

  @Test
  void changedBytesAreEitherReadOrRefused() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] good = answers(ADDRESSES).to(MdnsAnswers.query(SERVICE)).orElseThrow().toWire();
    for (int round = 0; round < 20_000; round++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int i = 0; i < 2 && bad.length > 0; i++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      Optional<Message> read = read(bad);
      assertThat(read.map(message -> MdnsPeer.in(message, SERVICE)).orElse(List.of()))
          .as("seed %s, round %s", seed, round)
          .hasSizeLessThanOrEqualTo(2);
    }
  }

  private static Optional<Message> read(byte[] bytes) {
    try {
      return Optional.of(DnsMessages.decode(Bytes.copyOf(bytes)));
    } catch (ProtocolViolationException e) {
      return Optional.empty();
    }
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThatThrownBy(() ->
            new MdnsSettings("_p2p._udp", 1, Duration.ofDays(1), Duration.ofDays(1), n -> true))
        .hasMessageContaining("_p2p._udp.local");
    assertThatThrownBy(() -> MdnsSettings.defaults().withPauses(Duration.ZERO, Duration.ofDays(1)))
        .hasMessageContaining("positive");
  }
}

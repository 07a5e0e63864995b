package dev.ggen.libp2p.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/** Any packet on the local network is read or refused, and answered within bounds. */
class MdnsFuzzTest {
  private static final Name SERVICE = MdnsAnswers.name(MdnsSettings.SERVICE);
  private static final MdnsAnswers ANSWERS =
      new MdnsAnswers(
          SERVICE,
          "abcdefghijklmnopqrstuvwxyz012345",
          PrivateKey.generate().publicKey().peerId(),
          List.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/4001")),
          List.of(InetAddress.getLoopbackAddress()));

  @FuzzTest
  void anyPacketIsReadOrRefused(byte[] content) throws IOException {
    Optional<Message> message = read(content);
    if (message.isPresent()) {
      MdnsPeer.in(message.get(), SERVICE)
          .forEach(peer ->
              assertThat(peer.addresses()).hasSizeLessThanOrEqualTo(MdnsPeer.MAX_ADDRESSES));
      Optional<Message> answer = ANSWERS.to(message.get());
      if (answer.isPresent()) {
        assertThat(answer.get().toWire(MdnsSocket.MAX_BYTES).length).isLessThan(1_000);
      }
    }
  }

  private static Optional<Message> read(byte[] content) {
    try {
      return Optional.of(DnsMessages.decode(Bytes.copyOf(content)));
    } catch (ProtocolViolationException e) {
      return Optional.empty();
    }
  }
}

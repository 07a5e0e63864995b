package dev.ggen.libp2p.mdns;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;
import org.xbill.DNS.Message;

/** Reads messages of DNS: RFC 1035, section 4. */
final class DnsMessages {
  private DnsMessages() {}

  /**
   * From a packet.
   *
   * @throws ProtocolViolationException if it is none; the library finds some faults, such as a time
   *     to live above 2<sup>31</sup>, only where it throws an {@link IllegalArgumentException}
   */
  static Message decode(Bytes packet) throws ProtocolViolationException {
    try {
      return new Message(packet.toByteArray());
    } catch (IOException | RuntimeException e) {
      throw new ProtocolViolationException("mdns: no DNS message: " + e.getMessage(), e);
    }
  }
}

package dev.ggen.libp2p.mdns;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.multiformats.Protocol;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What this node says on one interface: its records, and which of them answer a question, "Request"
 * and "DNS Service Discovery". Pure.
 */
final class MdnsAnswers {
  /** Two minutes, as others have it: nobody caches longer than that who asks twice a minute. */
  private static final int SECONDS = 120;

  /** RFC 6763, section 6.1. */
  private static final int MAX_TEXT_BYTES = 255;

  private static final String META_SERVICE = "_services._dns-sd._udp.local";
  private static final String HOST_DOMAIN = "p2p.local";

  private final Record meta;
  private final Record pointer;
  private final List<Record> details;

  /**
   * The records of a node.
   *
   * @param peerName random, so that it says nothing and clashes with nobody
   * @param addresses those that can be reached by this interface; too long ones are left out
   * @param ips of this interface
   */
  MdnsAnswers(
      Name service, String peerName, PeerId id, List<Multiaddr> addresses, List<InetAddress> ips) {
    try {
      Name instance = Name.fromString(peerName, service);
      Name host = Name.fromString(peerName, name(HOST_DOMAIN));
      meta = new PTRRecord(name(META_SERVICE), DClass.IN, SECONDS, service);
      pointer = new PTRRecord(service, DClass.IN, SECONDS, instance);
      details = new ArrayList<>();
      addresses.stream()
          .map(address -> MdnsPeer.ATTRIBUTE + address.withPeerId(id))
          .filter(text -> text.length() <= MAX_TEXT_BYTES)
          .limit(MdnsPeer.MAX_ADDRESSES)
          .forEach(text -> details.add(new TXTRecord(instance, DClass.IN, SECONDS, text)));
      port(addresses)
          .ifPresent(
              port -> details.add(new SRVRecord(instance, DClass.IN, SECONDS, 0, 0, port, host)));
      ips.forEach(ip -> details.add(address(host, ip)));
    } catch (TextParseException e) {
      throw new IllegalArgumentException("'" + peerName + "' is no name", e);
    }
  }

  static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("'" + text + "' is no name", e);
    }
  }

  private static Optional<Integer> port(List<Multiaddr> addresses) {
    return addresses.stream()
        .flatMap(a -> a.value(Protocol.TCP).or(() -> a.value(Protocol.UDP)).stream())
        .map(Integer::valueOf)
        .findFirst();
  }

  private static Record address(Name host, InetAddress ip) {
    return ip instanceof Inet4Address
        ? new ARecord(host, DClass.IN, SECONDS, ip)
        : new AAAARecord(host, DClass.IN, SECONDS, ip);
  }

  /** What is answered to a query; nothing if it asks nothing of ours. */
  Optional<Message> to(Message query) {
    Message response = response(query.getHeader().getID());
    boolean wantsAll = false;
    for (Record question : query.getSection(Section.QUESTION)) {
      for (Record candidate : all()) {
        if (isAnswer(candidate, question) && !response.findRecord(candidate)) {
          response.addRecord(candidate, Section.ANSWER);
          wantsAll |= candidate.equals(pointer);
        }
      }
    }
    if (wantsAll) {
      details.stream()
          .filter(detail -> !response.findRecord(detail))
          .forEach(detail -> response.addRecord(detail, Section.ADDITIONAL));
    }
    return response.getSection(Section.ANSWER).isEmpty() ? Optional.empty() : Optional.of(response);
  }

  /** Tells the others that this node goes: RFC 6762, section 10.1. */
  Message goodbye() {
    Message message = response(0);
    message.addRecord(
        Record.newRecord(pointer.getName(), Type.PTR, DClass.IN, 0, pointer.rdataToWireCanonical()),
        Section.ANSWER);
    return message;
  }

  private List<Record> all() {
    List<Record> all = new ArrayList<>(List.of(meta, pointer));
    all.addAll(details);
    return all;
  }

  private static boolean isAnswer(Record candidate, Record question) {
    return candidate.getName().equals(question.getName())
        && (question.getType() == Type.ANY || question.getType() == candidate.getType());
  }

  private static Message response(int id) {
    Message message = new Message(id);
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setFlag(Flags.AA);
    return message;
  }

  /** The question for all peers. */
  static Message query(Name service) {
    Message message = new Message(0);
    message.addRecord(Record.newRecord(service, Type.PTR, DClass.IN), Section.QUESTION);
    return message;
  }
}

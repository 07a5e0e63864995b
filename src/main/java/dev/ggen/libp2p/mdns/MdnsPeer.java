package dev.ggen.libp2p.mdns;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** A peer that has told where it listens: "Response". */
record MdnsPeer(PeerId id, List<Multiaddr> addresses) {
  static final String ATTRIBUTE = "dnsaddr=";

  /** Of one peer; a message has room for little more. */
  static final int MAX_ADDRESSES = 32;

  MdnsPeer {
    addresses = List.copyOf(addresses);
  }

  /** The peers of a response, by the ids in their addresses. */
  static List<MdnsPeer> in(Message response, Name service) {
    boolean isOurs =
        response.getSection(Section.ANSWER).stream()
            .anyMatch(answer -> answer instanceof PTRRecord && answer.getName().equals(service));
    if (!isOurs) {
      return List.of();
    }
    Map<PeerId, List<Multiaddr>> found = new LinkedHashMap<>();
    texts(response, service).forEach(text -> add(text, found));
    return found.entrySet().stream().map(e -> new MdnsPeer(e.getKey(), e.getValue())).toList();
  }

  /** Some implementations put the texts into the answers. */
  private static List<String> texts(Message response, Name service) {
    List<String> texts = new ArrayList<>();
    for (int section : new int[] {Section.ANSWER, Section.ADDITIONAL}) {
      for (Record dnsRecord : response.getSection(section)) {
        if (dnsRecord instanceof TXTRecord text && text.getName().subdomain(service)) {
          for (Object bytes : text.getStringsAsByteArrays()) {
            texts.add(new String((byte[]) bytes, StandardCharsets.UTF_8));
          }
        }
      }
    }
    return texts;
  }

  private static void add(String text, Map<PeerId, List<Multiaddr>> found) {
    if (!text.startsWith(ATTRIBUTE)) {
      return;
    }
    try {
      Multiaddr address = Multiaddr.parse(text.substring(ATTRIBUTE.length()));
      Optional<PeerId> id = address.peerId();
      if (id.isPresent()) {
        List<Multiaddr> addresses = found.computeIfAbsent(id.get(), i -> new ArrayList<>());
        if (addresses.size() < MAX_ADDRESSES) {
          addresses.add(address.withoutPeerId());
        }
      }
    } catch (MultiformatException e) {
      // Of a protocol that is not known here; others may stand beside it.
      return;
    }
  }
}

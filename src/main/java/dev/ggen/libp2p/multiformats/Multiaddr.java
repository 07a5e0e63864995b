package dev.ggen.libp2p.multiformats;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A network address that says its own protocols: <a
 * href="https://github.com/multiformats/multiaddr">multiaddr</a>, and what libp2p makes of it in <a
 * href="https://github.com/libp2p/specs/blob/master/addressing/README.md">addressing</a>. For
 * instance {@code /ip4/192.0.2.1/tcp/4001/p2p/12D3KooW…}. Immutable; equal if the bytes are.
 */
public final class Multiaddr {
  /** The longest sensible address, a relayed one with certificates, has some 300 bytes. */
  public static final int MAX_BYTES = 1_024;

  /** Relayed addresses have some ten. */
  public static final int MAX_COMPONENTS = 32;

  /** In the text form a byte takes at most some four characters. */
  private static final int MAX_CHARS = 4 * MAX_BYTES;

  /**
   * One part of an address.
   *
   * @param value as text; empty if the protocol has none
   * @param raw as bytes, without length
   */
  public record Component(Protocol protocol, String value, Bytes raw) {
    Bytes encode() {
      return Bytes.concat(Varint.encode(protocol.code()), protocol.value().framed(raw));
    }

    @Override
    public String toString() {
      return "/" + protocol.text() + (value.isEmpty() ? "" : "/" + value);
    }
  }

  private final List<Component> components;
  private final Bytes bytes;

  private Multiaddr(List<Component> components) {
    if (components.size() > MAX_COMPONENTS) {
      throw new MultiformatException(
          "address of " + components.size() + " parts; at most " + MAX_COMPONENTS + " are taken");
    }
    this.components = List.copyOf(components);
    this.bytes = Bytes.concat(components.stream().map(Component::encode).toArray(Bytes[]::new));
    if (bytes.size() > MAX_BYTES) {
      throw new MultiformatException(
          "address of " + bytes.size() + " bytes; at most " + MAX_BYTES + " are taken");
    }
  }

  /** From text such as {@code /ip4/192.0.2.1/tcp/4001}. */
  public static Multiaddr parse(String text) {
    if (!text.startsWith("/") || text.length() > MAX_CHARS) {
      throw new MultiformatException(
          text.length() > MAX_CHARS
              ? "address of " + text.length() + " characters; at most " + MAX_CHARS
              : "'" + text + "' is no address; write it like /ip4/192.0.2.1/tcp/4001");
    }
    String[] parts = text.substring(1).split("/", -1);
    int count = parts.length > 1 && parts[parts.length - 1].isEmpty() ? -1 : 0;
    count += parts.length;
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < count && components.size() <= MAX_COMPONENTS; i++) {
      Protocol protocol = protocol(parts[i], text);
      if (protocol.value() == AddressValue.NONE) {
        components.add(new Component(protocol, "", Bytes.EMPTY));
      } else if (++i < count) {
        components.add(component(protocol, parts[i], text));
      } else {
        throw new MultiformatException(
            "'" + text + "' ends where /" + protocol.text() + " needs a value");
      }
    }
    return new Multiaddr(components);
  }

  private static Protocol protocol(String name, String text) {
    return Protocol.ofText(name)
        .orElseThrow(() ->
            new MultiformatException("'" + text + "' has the unknown protocol '" + name + "'"));
  }

  private static Component component(Protocol protocol, String value, String text) {
    try {
      Bytes raw = protocol.value().parse(value);
      return new Component(protocol, protocol.value().text(raw), raw);
    } catch (MultiformatException e) {
      throw new MultiformatException(
          "/" + protocol.text() + " in '" + text + "': " + e.getMessage(), e);
    }
  }

  /** From the binary form, whole. */
  public static Multiaddr decode(Bytes bytes) {
    if (bytes.isEmpty() || bytes.size() > MAX_BYTES) {
      throw new MultiformatException(
          "address of " + bytes.size() + " bytes; 1 to " + MAX_BYTES + " are taken");
    }
    ByteBuffer buffer = bytes.buffer();
    List<Component> components = new ArrayList<>();
    while (buffer.hasRemaining() && components.size() <= MAX_COMPONENTS) {
      long code = Varint.read(buffer);
      Protocol protocol =
          Protocol.ofCode(code)
              .orElseThrow(() -> new MultiformatException("address with unknown protocol " + code));
      Bytes raw = protocol.value().read(buffer, protocol.text());
      components.add(new Component(protocol, protocol.value().text(raw), raw));
    }
    return new Multiaddr(components);
  }

  /** An IP address with a port; a zone of IPv6 is kept. */
  public static Multiaddr ip(InetAddress address, Protocol transport, int port) {
    String text = address.getHostAddress();
    if (address instanceof Inet6Address six) {
      int zone = text.indexOf('%');
      String prefix = zone < 0 ? "" : "/ip6zone/" + text.substring(zone + 1);
      text = prefix + "/ip6/" + Ip6Text.of(Bytes.copyOf(six.getAddress()));
    } else {
      text = "/ip4/" + text;
    }
    return parse(text + "/" + transport.text() + "/" + port);
  }

  /** The parts, in order. */
  public List<Component> components() {
    return components;
  }

  /** The binary form. */
  public Bytes bytes() {
    return bytes;
  }

  /** Whether some part is of this protocol. */
  public boolean has(Protocol protocol) {
    return value(protocol).isPresent();
  }

  /** The value of the first part of this protocol. */
  public Optional<String> value(Protocol protocol) {
    return components.stream()
        .filter(component -> component.protocol() == protocol)
        .map(Component::value)
        .findFirst();
  }

  /** The IP address that it begins with. Never asks a name server. */
  public Optional<InetAddress> ip() {
    String zone = "";
    for (Component component : components) {
      switch (component.protocol()) {
        case IP6ZONE -> zone = component.value();
        case IP4 -> {
          return Optional.of(AddressValue.address(component.raw()));
        }
        case IP6 -> {
          return Optional.of(scoped(component.raw(), zone));
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static InetAddress scoped(Bytes raw, String zone) {
    InetAddress address = AddressValue.address(raw);
    if (zone.isEmpty()) {
      return address;
    }
    try {
      return InetAddress.getByName(Ip6Text.of(raw) + "%" + zone);
    } catch (UnknownHostException e) {
      // A zone of another machine says nothing here.
      return address;
    }
  }

  /** The peer that the address leads to: of the last part, behind any relay. */
  public Optional<PeerId> peerId() {
    if (components.isEmpty() || components.getLast().protocol() != Protocol.P2P) {
      return Optional.empty();
    }
    return Optional.of(PeerId.decode(components.getLast().raw()));
  }

  /**
   * This address, leading to a peer.
   *
   * @throws IllegalArgumentException if it leads to another one already
   */
  public Multiaddr withPeerId(PeerId peer) {
    Optional<PeerId> present = peerId();
    if (present.isEmpty()) {
      return with(Protocol.P2P, peer.toString());
    }
    if (!present.get().equals(peer)) {
      throw new IllegalArgumentException(this + " leads to another peer than " + peer);
    }
    return this;
  }

  /** This address without the peer that it leads to. */
  public Multiaddr withoutPeerId() {
    return peerId().isEmpty() ? this : new Multiaddr(components.subList(0, components.size() - 1));
  }

  /** This address and one more part; the value is empty if the protocol has none. */
  public Multiaddr with(Protocol protocol, String value) {
    return encapsulate(new Multiaddr(List.of(component(protocol, value, value))));
  }

  /** This address and then the other's parts. */
  public Multiaddr encapsulate(Multiaddr inner) {
    List<Component> joined = new ArrayList<>(components);
    joined.addAll(inner.components);
    return new Multiaddr(joined);
  }

  /** Whether this begins with all parts of another. */
  public boolean startsWith(Multiaddr prefix) {
    return components.size() >= prefix.components.size()
        && components.subList(0, prefix.components.size()).equals(prefix.components);
  }

  /** The address made of parts of this one. */
  public static Multiaddr of(Component... components) {
    return new Multiaddr(Arrays.asList(components));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multiaddr that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /** The canonical text. */
  @Override
  public String toString() {
    return String.join("", components.stream().map(Component::toString).toList());
  }
}

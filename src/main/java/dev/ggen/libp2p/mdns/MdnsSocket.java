package dev.ggen.libp2p.mdns;

import dev.ggen.libp2p.multiformats.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The socket of multicast DNS, a member of its group on any number of interfaces, beside other
 * programs on the same port. One thread receives; any may send.
 */
final class MdnsSocket implements AutoCloseable {
  /** RFC 6762, section 17. */
  static final int MAX_BYTES = 9_000;

  /** RFC 6762, section 11. */
  private static final int TTL = 255;

  private static final String GROUP = "224.0.0.251";

  /** A packet and where it comes from. */
  record Packet(Bytes bytes, InetSocketAddress from) {}

  private final InetSocketAddress group;
  private final DatagramChannel channel;

  /** Guarded by this: by name, since an interface that comes again is another one. */
  private final Map<String, MembershipKey> memberships = new HashMap<>();

  MdnsSocket(int port) throws IOException {
    group = new InetSocketAddress(InetAddress.getByName(GROUP), port);
    channel = DatagramChannel.open(StandardProtocolFamily.INET);
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, TTL);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      channel.bind(new InetSocketAddress(port));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Joins the group on an interface; false if it is a member there already. */
  synchronized boolean join(NetworkInterface network) throws IOException {
    String key = key(network);
    MembershipKey present = memberships.get(key);
    if (present != null && present.isValid()) {
      return false;
    }
    memberships.put(key, channel.join(group.getAddress(), network));
    return true;
  }

  /** Leaves the group on interfaces that are gone; whether there were any. */
  synchronized boolean leaveAllBut(Set<NetworkInterface> present) {
    Set<String> names = new HashSet<>();
    present.forEach(network -> names.add(key(network)));
    return memberships
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !names.contains(entry.getKey());
          if (gone) {
            entry.getValue().drop();
          }
          return gone;
        });
  }

  private static String key(NetworkInterface network) {
    return network.getName() + "#" + network.getIndex();
  }

  synchronized int memberships() {
    return memberships.size();
  }

  /** Sends to all on the network of an interface. */
  synchronized void send(byte[] bytes, NetworkInterface by) throws IOException {
    channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, by);
    channel.send(ByteBuffer.wrap(bytes), group);
  }

  /** Sends to one. */
  synchronized void send(byte[] bytes, InetSocketAddress to) throws IOException {
    channel.send(ByteBuffer.wrap(bytes), to);
  }

  Packet receive() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES);
    InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
    return new Packet(Bytes.copyOf(buffer.array(), 0, buffer.position()), from);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

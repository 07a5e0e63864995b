package dev.ggen.libp2p.identify;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.transport.Delimited;
import dev.ggen.libp2p.transport.Duplex;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The message {@code Identify}: libp2p identify, "The Identify Message", behind its length as a
 * varint. All fields may be missing.
 *
 * @param signedRecord a signed envelope with a peer record, field 8 as all implementations send it
 */
record IdentifyMessage(
    Optional<Bytes> publicKey,
    List<Multiaddr> listenAddresses,
    Set<String> protocols,
    Optional<Multiaddr> observedAddress,
    Optional<String> protocolVersion,
    Optional<String> agentVersion,
    Optional<Bytes> signedRecord) {
  /** js-libp2p refuses larger ones. */
  static final int MAX_SENT_BYTES = 8_192;

  /** Nodes with many addresses and protocols need a few kilobytes. */
  static final int MAX_RECEIVED_BYTES = 64 * 1024;

  static final int MAX_ADDRESSES = 128;
  static final int MAX_PROTOCOLS = 512;

  /** Versions are shown to people. */
  static final int MAX_VERSION_CHARS = 256;

  private static final int PUBLIC_KEY = 1;
  private static final int LISTEN_ADDRESSES = 2;
  private static final int PROTOCOLS = 3;
  private static final int OBSERVED_ADDRESS = 4;
  private static final int PROTOCOL_VERSION = 5;
  private static final int AGENT_VERSION = 6;
  private static final int SIGNED_RECORD = 8;

  IdentifyMessage {
    listenAddresses = List.copyOf(listenAddresses);
    protocols = Set.copyOf(protocols);
  }

  void write(Duplex to) throws IOException {
    Delimited.write(to, encode());
  }

  /** Reads one message and not a byte more. */
  static IdentifyMessage read(Duplex from) throws IOException {
    return decode(Delimited.read(from, MAX_RECEIVED_BYTES, "identify"));
  }

  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    if (publicKey.isPresent()) {
      out.writeByteArray(PUBLIC_KEY, publicKey.get().toByteArray());
    }
    for (Multiaddr address : listenAddresses) {
      out.writeByteArray(LISTEN_ADDRESSES, address.bytes().toByteArray());
    }
    for (String protocol : protocols) {
      out.writeString(PROTOCOLS, protocol);
    }
    if (observedAddress.isPresent()) {
      out.writeByteArray(OBSERVED_ADDRESS, observedAddress.get().bytes().toByteArray());
    }
    if (protocolVersion.isPresent()) {
      out.writeString(PROTOCOL_VERSION, protocolVersion.get());
    }
    if (agentVersion.isPresent()) {
      out.writeString(AGENT_VERSION, agentVersion.get());
    }
    if (signedRecord.isPresent()) {
      out.writeByteArray(SIGNED_RECORD, signedRecord.get().toByteArray());
    }
    out.flush();
    return bytes.toByteArray();
  }

  static IdentifyMessage decode(byte[] message) throws ProtocolViolationException {
    Optional<Bytes> key = Optional.empty();
    List<Multiaddr> addresses = new ArrayList<>();
    Set<String> protocols = new LinkedHashSet<>();
    Optional<Multiaddr> observed = Optional.empty();
    Optional<String> protocolVersion = Optional.empty();
    Optional<String> agentVersion = Optional.empty();
    Optional<Bytes> signedRecord = Optional.empty();
    try {
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag) {
          case PUBLIC_KEY << 3 | 2 -> key = Optional.of(Bytes.copyOf(in.readByteArray()));
          case LISTEN_ADDRESSES << 3 | 2 -> {
            require(addresses.size() < MAX_ADDRESSES, "addresses", MAX_ADDRESSES);
            address(in).ifPresent(addresses::add);
          }
          case PROTOCOLS << 3 | 2 -> {
            require(protocols.size() < MAX_PROTOCOLS, "protocols", MAX_PROTOCOLS);
            protocols.add(in.readString());
          }
          case OBSERVED_ADDRESS << 3 | 2 -> observed = address(in);
          case PROTOCOL_VERSION << 3 | 2 -> protocolVersion = Optional.of(shown(in.readString()));
          case AGENT_VERSION << 3 | 2 -> agentVersion = Optional.of(shown(in.readString()));
          case SIGNED_RECORD << 3 | 2 ->
              signedRecord = Optional.of(Bytes.copyOf(in.readByteArray()));
          default -> in.skipField(tag);
        }
      }
    } catch (ProtocolViolationException e) {
      throw e;
    } catch (IOException e) {
      throw new ProtocolViolationException("identify: no such protobuf message", e);
    }
    return new IdentifyMessage(
        key, addresses, protocols, observed, protocolVersion, agentVersion, signedRecord);
  }

  private static void require(boolean holds, String what, int max)
      throws ProtocolViolationException {
    if (!holds) {
      throw new ProtocolViolationException("identify: more than " + max + " " + what);
    }
  }

  /** Addresses of protocols that are not known here are left out. */
  private static Optional<Multiaddr> address(CodedInputStream in) throws IOException {
    Bytes bytes = Bytes.copyOf(in.readByteArray());
    try {
      return Optional.of(Multiaddr.decode(bytes));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  /** A stranger's text that people may see. */
  private static String shown(String text) {
    String cut = text.length() > MAX_VERSION_CHARS ? text.substring(0, MAX_VERSION_CHARS) : text;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}

package dev.ggen.libp2p.negotiate;

import dev.ggen.libp2p.multiformats.Varint;
import dev.ggen.libp2p.transport.Delimited;
import dev.ggen.libp2p.transport.Duplex;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A line behind its length, which counts the newline: multistream-select, "Protocol". */
final class Message {
  static final String MULTISTREAM = "/multistream/1.0.0";
  static final String NOT_AVAILABLE = "na";

  /** Far above any protocol's name; the specification names no limit. */
  static final int MAX_BYTES = 1_024;

  private Message() {}

  static byte[] encode(String... lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String line : lines) {
      byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
      if (text.length > MAX_BYTES) {
        throw new IllegalArgumentException("a protocol's name of " + text.length + " bytes");
      }
      out.writeBytes(Varint.encode(text.length).toByteArray());
      out.writeBytes(text);
    }
    return out.toByteArray();
  }

  /** Reads one message and not a byte more. */
  static String read(Duplex from) throws IOException {
    byte[] text = Delimited.read(from, MAX_BYTES, "negotiation");
    if (text.length == 0 || text[text.length - 1] != '\n') {
      throw new ProtocolViolationException("negotiation by a message without newline");
    }
    return new String(text, 0, text.length - 1, StandardCharsets.UTF_8);
  }

  /** Reads the message that must come first. */
  static void readHeader(Duplex from) throws IOException {
    expect(MULTISTREAM, read(from));
  }

  static void expect(String expected, String actual) throws ProtocolViolationException {
    if (!actual.equals(expected)) {
      throw new ProtocolViolationException(
          "negotiation: expected " + expected + ", got " + printable(actual));
    }
  }

  private static String printable(String text) {
    String cut = text.length() > 64 ? text.substring(0, 64) + "…" : text;
    return "'" + cut.replaceAll("\\P{Print}", "?") + "'";
  }
}

package dev.ggen.registry.archive;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Decodes the bytes of a manifest. */
final class ManifestText {
  /** Most lines; the parser of TOML collects an error for each bad one, which takes its time. */
  static final int MAX_LINES = 20_000;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private ManifestText() {}

  /**
   * Decodes UTF-8, with byte order mark or without; what is not UTF-8 is a fault with its line, and
   * so is a text of too many lines.
   */
  static String decode(byte[] bytes, ManifestFaults faults) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      throw faults.fatal(
          endOf(text), "Here is a byte that is not UTF-8; save the file in the encoding UTF-8.");
    }
    ManifestNode.Place end = endOf(text);
    if (end.line() > MAX_LINES) {
      throw faults.fatal(
          new ManifestNode.Place(MAX_LINES, 1),
          "A manifest has at most %d lines.".formatted(MAX_LINES));
    }
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return marked ? text.subSequence(1, text.length()).toString() : text.toString();
  }

  private static ManifestNode.Place endOf(CharBuffer text) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); i++) {
      column++;
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      }
    }
    return new ManifestNode.Place(line, column);
  }
}

package dev.ggen.libp2p.crypto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Protobuf messages without generated code. */
final class Fields {
  private static final int DELIMITED = 2;

  private Fields() {}

  /** Takes one field by its tag; anything it does not take is skipped. */
  @FunctionalInterface
  interface Reader {
    /** Whether it has read the field. */
    boolean read(int tag, CodedInputStream in) throws IOException;
  }

  @FunctionalInterface
  interface Writer {
    void write(CodedOutputStream out) throws IOException;
  }

  static void read(Bytes message, String what, Reader reader) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(message.toByteArray());
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (!reader.read(tag, in) && !in.skipField(tag)) {
          throw new MultiformatException(what + " has an end without a beginning");
        }
      }
    } catch (IOException e) {
      throw new MultiformatException(what + " is no such protobuf message", e);
    }
  }

  static Bytes write(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      writer.write(out);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("an array does no output", e);
    }
    return Bytes.copyOf(bytes.toByteArray());
  }

  /** The tag of a field of bytes. */
  static int bytes(int field) {
    return field << 3 | DELIMITED;
  }

  /** The tag of a field that is a number. */
  static int number(int field) {
    return field << 3;
  }

  static Bytes readBytes(CodedInputStream in) throws IOException {
    return Bytes.copyOf(in.readByteArray());
  }
}

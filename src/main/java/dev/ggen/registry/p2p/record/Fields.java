package dev.ggen.registry.p2p.record;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.ggen.libp2p.multiformats.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Protobuf messages without generated code, read strictly. */
final class Fields {
  private Fields() {}

  @FunctionalInterface
  interface Reader {
    /** Reads the value of a field that it knows by its tag; false if it does not. */
    boolean read(int tag, CodedInputStream in) throws IOException, InvalidEntryException;
  }

  @FunctionalInterface
  interface Writer {
    void write(CodedOutputStream out) throws IOException;
  }

  /**
   * Reads a message. Unknown fields are passed over, for records of later versions; whatever is
   * wrong with a known one is told as the message's fault.
   */
  static void read(Bytes message, String what, Reader reader) throws InvalidEntryException {
    try {
      CodedInputStream in = CodedInputStream.newInstance(message.toByteArray());
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (!reader.read(tag, in) && !in.skipField(tag)) {
          throw new InvalidEntryException(what + " has an end without a beginning.");
        }
      }
    } catch (IOException e) {
      throw new InvalidEntryException(what + " is no such protobuf message.", e);
    } catch (IllegalArgumentException e) {
      throw new InvalidEntryException(what + " is wrong: " + e.getMessage(), e);
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

  static int bytes(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  static int number(int field) {
    return field << 3 | WireFormat.WIRETYPE_VARINT;
  }

  static void writeIfAny(CodedOutputStream out, int field, @Nullable String text)
      throws IOException {
    if (text != null) {
      out.writeString(field, text);
    }
  }

  static void writeAll(CodedOutputStream out, int field, List<String> texts) throws IOException {
    for (String text : texts) {
      out.writeString(field, text);
    }
  }

  /** The value of a field that must come once. */
  static <T> T once(@Nullable T value, String what) throws InvalidEntryException {
    if (value == null) {
      throw new InvalidEntryException(what + " is missing.");
    }
    return value;
  }

  /** Adds to a list that may not grow beyond a limit. */
  static <T> void add(List<T> list, T value, int max, String what) throws InvalidEntryException {
    if (list.size() == max) {
      throw new InvalidEntryException("There are more than %d %s.".formatted(max, what));
    }
    list.add(value);
  }

  /** Guards a field that may come once only. */
  static <T> T first(@Nullable T before, T value, String what) throws InvalidEntryException {
    if (before != null) {
      throw new InvalidEntryException("%s comes twice.".formatted(what));
    }
    return value;
  }
}

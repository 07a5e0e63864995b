package dev.ggen.libp2p.security;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.ggen.libp2p.multiformats.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What libp2p says inside of a handshake message: {@code NoiseHandshakePayload} and {@code
 * NoiseExtensions} of libp2p noise, "The libp2p Handshake Payload".
 *
 * @param identityKey the identity key, as a {@code PublicKey} message
 * @param signature over {@code noise-libp2p-static-key:} and the static key
 * @param muxers the muxers the sender can speak, its favourite first; null when it did not say
 */
record HandshakePayload(Bytes identityKey, Bytes signature, @Nullable List<String> muxers) {
  /** More cannot be wanted: there are two muxers in all. */
  static final int MAX_MUXERS = 16;

  private static final int IDENTITY_KEY = 1;
  private static final int SIGNATURE = 2;
  private static final int EXTENSIONS = 4;
  private static final int STREAM_MUXERS = 2;

  HandshakePayload {
    muxers = muxers == null ? null : List.copyOf(muxers);
  }

  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(IDENTITY_KEY, identityKey.toByteArray());
    out.writeByteArray(SIGNATURE, signature.toByteArray());
    if (muxers != null) {
      ByteArrayOutputStream extensions = new ByteArrayOutputStream();
      CodedOutputStream inner = CodedOutputStream.newInstance(extensions);
      for (String muxer : muxers) {
        inner.writeString(STREAM_MUXERS, muxer);
      }
      inner.flush();
      out.writeByteArray(EXTENSIONS, extensions.toByteArray());
    }
    out.flush();
    return bytes.toByteArray();
  }

  /**
   * Fields that are not known are skipped, as protobuf wants; the two that matter must be there.
   */
  static HandshakePayload decode(byte[] bytes) throws HandshakeException {
    Bytes key = null;
    Bytes signature = null;
    List<String> muxers = null;
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == delimited(IDENTITY_KEY)) {
          key = Bytes.copyOf(in.readByteArray());
        } else if (tag == delimited(SIGNATURE)) {
          signature = Bytes.copyOf(in.readByteArray());
        } else if (tag == delimited(EXTENSIONS)) {
          muxers = muxers(in.readByteArray());
        } else {
          skip(in, tag);
        }
      }
    } catch (HandshakeException e) {
      throw e;
    } catch (IOException e) {
      throw new HandshakeException("the handshake's payload is no protobuf message", e);
    }
    if (key == null || signature == null) {
      throw new HandshakeException("the handshake's payload lacks the identity key or signature");
    }
    return new HandshakePayload(key, signature, muxers);
  }

  private static @Nullable List<String> muxers(byte[] extensions) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(extensions);
    List<String> muxers = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag != delimited(STREAM_MUXERS)) {
        skip(in, tag);
      } else if (muxers.size() == MAX_MUXERS) {
        throw new HandshakeException("the peer names more than " + MAX_MUXERS + " muxers");
      } else {
        muxers.add(in.readString());
      }
    }
    return muxers.isEmpty() ? null : muxers;
  }

  private static int delimited(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  private static void skip(CodedInputStream in, int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new HandshakeException("the handshake's payload has an end without a beginning");
    }
  }
}

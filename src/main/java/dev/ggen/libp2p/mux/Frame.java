package dev.ggen.libp2p.mux;

/**
 * The header of a frame: yamux, "Framing". Version, type, flags, stream and length, big-endian.
 * Flags are bits: any of them may stand together.
 */
final class Frame {
  static final int HEADER_BYTES = 12;

  /** What most programs write at a time; larger frames would make streams wait for each other. */
  static final int MAX_PAYLOAD_BYTES = 65_536;

  static final int DATA = 0;
  static final int WINDOW_UPDATE = 1;
  static final int PING = 2;
  static final int GO_AWAY = 3;

  static final int SYN = 1;
  static final int ACK = 2;
  static final int FIN = 4;
  static final int RST = 8;

  /** The stream id of frames that concern the whole connection. */
  static final int SESSION = 0;

  static final int NORMAL_TERMINATION = 0;
  static final int PROTOCOL_ERROR = 1;
  static final int INTERNAL_ERROR = 2;

  private Frame() {}

  static void put(byte[] target, int offset, int type, int flags, int stream, int length) {
    target[offset] = 0;
    target[offset + 1] = (byte) type;
    target[offset + 2] = (byte) (flags >>> 8);
    target[offset + 3] = (byte) flags;
    putInt(target, offset + 4, stream);
    putInt(target, offset + 8, length);
  }

  static int version(byte[] header) {
    return header[0] & 0xff;
  }

  static int type(byte[] header) {
    return header[1] & 0xff;
  }

  static int flags(byte[] header) {
    return ((header[2] & 0xff) << 8) | (header[3] & 0xff);
  }

  /** As an unsigned number: streams from 2^31 on are negative here. */
  static int stream(byte[] header) {
    return getInt(header, 4);
  }

  /** As an unsigned number. */
  static int length(byte[] header) {
    return getInt(header, 8);
  }

  private static void putInt(byte[] target, int offset, int value) {
    target[offset] = (byte) (value >>> 24);
    target[offset + 1] = (byte) (value >>> 16);
    target[offset + 2] = (byte) (value >>> 8);
    target[offset + 3] = (byte) value;
  }

  private static int getInt(byte[] source, int offset) {
    return ((source[offset] & 0xff) << 24)
        | ((source[offset + 1] & 0xff) << 16)
        | ((source[offset + 2] & 0xff) << 8)
        | (source[offset + 3] & 0xff);
  }
}

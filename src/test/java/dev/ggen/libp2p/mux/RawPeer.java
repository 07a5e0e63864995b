package dev.ggen.libp2p.mux;

import dev.ggen.libp2p.transport.Duplex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The other end of a session, which says whatever a test wants. */
final class RawPeer {
  record Seen(int type, int flags, int stream, int length) {}

  private final Duplex duplex;

  RawPeer(Duplex duplex) {
    this.duplex = duplex;
  }

  void frame(int type, int flags, int stream, int length) throws IOException {
    byte[] header = new byte[Frame.HEADER_BYTES];
    Frame.put(header, 0, type, flags, stream, length);
    duplex.write(header);
  }

  void data(int flags, int stream, byte[] payload) throws IOException {
    frame(Frame.DATA, flags, stream, payload.length);
    duplex.write(payload);
  }

  void bytes(byte[] bytes) throws IOException {
    duplex.write(bytes);
  }

  /** The next frame; the payload of data is thrown away. */
  Seen next() throws IOException {
    byte[] header = new byte[Frame.HEADER_BYTES];
    duplex.readFully(header, 0, header.length);
    Seen seen =
        new Seen(
            Frame.type(header), Frame.flags(header), Frame.stream(header), Frame.length(header));
    if (seen.type() == Frame.DATA) {
      duplex.readFully(new byte[seen.length()], 0, seen.length());
    }
    return seen;
  }

  /** The next frame that is no ping. */
  Seen nextButPing() throws IOException {
    Seen seen = next();
    return seen.type() == Frame.PING ? nextButPing() : seen;
  }

  /** All frames until the connection ends. */
  List<Seen> rest() {
    List<Seen> all = new ArrayList<>();
    try {
      while (true) {
        all.add(next());
      }
    } catch (IOException e) {
      return all;
    }
  }
}

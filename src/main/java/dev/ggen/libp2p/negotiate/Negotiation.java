package dev.ggen.libp2p.negotiate;

import dev.ggen.libp2p.transport.Duplex;
import dev.ggen.libp2p.transport.MuxedStream;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The two sides of multistream-select. Nothing is read beyond the last message. */
public final class Negotiation {
  /** A peer that proposes more is guessing. */
  static final int MAX_PROPOSALS = 64;

  private Negotiation() {}

  /**
   * Proposes protocols in order until the peer takes one. The first goes out with the header.
   *
   * @throws UnsupportedProtocolException if the peer takes none
   */
  public static String propose(Duplex duplex, List<String> protocols) throws IOException {
    for (int i = 0; i < protocols.size(); i++) {
      String protocol = protocols.get(i);
      if (i == 0) {
        duplex.write(Message.encode(Message.MULTISTREAM, protocol));
        Message.readHeader(duplex);
      } else {
        duplex.write(Message.encode(protocol));
      }
      String answer = Message.read(duplex);
      if (!answer.equals(Message.NOT_AVAILABLE)) {
        Message.expect(protocol, answer);
        return protocol;
      }
    }
    throw new UnsupportedProtocolException(protocols);
  }

  /**
   * Speaks a protocol as if the peer had taken it already, which saves a round trip; for peers that
   * are known to speak it. The proposal goes out with the first bytes written, and the answer is
   * looked for before the first are read: then a refusal shows, as {@link
   * UnsupportedProtocolException}.
   */
  public static MuxedStream assume(MuxedStream stream, String protocol) {
    return new OptimisticStream(stream, protocol);
  }

  /**
   * Answers proposals until one is supported.
   *
   * @return the protocol to speak
   * @throws UnsupportedProtocolException if the peer proposed what is not spoken here and then no
   *     more; it should still get to read that, so the duplex should be closed politely
   * @throws ProtocolViolationException if it breaks the rules
   */
  public static String answer(Duplex duplex, Predicate<String> supported) throws IOException {
    Message.readHeader(duplex);
    // With the first answer, unless the peer may be waiting for it before it proposes anything.
    boolean headerLater = duplex.buffered() > 0;
    if (!headerLater) {
      duplex.write(Message.encode(Message.MULTISTREAM));
    }
    List<String> refused = new ArrayList<>();
    while (refused.size() < MAX_PROPOSALS) {
      String protocol = proposal(duplex, refused);
      boolean taken = supported.test(protocol);
      String answer = taken ? protocol : Message.NOT_AVAILABLE;
      duplex.write(
          headerLater && refused.isEmpty()
              ? Message.encode(Message.MULTISTREAM, answer)
              : Message.encode(answer));
      if (taken) {
        return protocol;
      }
      refused.add(protocol);
    }
    throw new UnsupportedProtocolException(refused);
  }

  /** After a refusal, what follows may be data of a peer that took our agreement for granted. */
  private static String proposal(Duplex duplex, List<String> refused) throws IOException {
    try {
      return Message.read(duplex);
    } catch (ProtocolViolationException | EOFException e) {
      if (refused.isEmpty()) {
        throw e;
      }
      throw new UnsupportedProtocolException(refused);
    }
  }
}

package dev.ggen.libp2p.negotiate;

import dev.ggen.libp2p.transport.MuxedStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A stream whose protocol is proposed with its first bytes and whose answer is read when it is
 * needed. One thread may read while another writes.
 *
 * <p>The end of this direction waits for the answer: js-libp2p loses the end of a stream that comes
 * before it has answered.
 */
final class OptimisticStream implements MuxedStream {
  private final MuxedStream stream;
  private final String protocol;
  private boolean proposed;
  private boolean answered;

  OptimisticStream(MuxedStream stream, String protocol) {
    this.stream = stream;
    this.protocol = protocol;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    awaitAnswer();
    return stream.read(buffer, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    if (propose(buffer, offset, length)) {
      stream.write(buffer, offset, length);
    }
  }

  /** Proposes, with the first bytes behind; returns whether that was done before. */
  private synchronized boolean propose(byte[] buffer, int offset, int length) throws IOException {
    if (proposed) {
      return true;
    }
    proposed = true;
    byte[] proposal = Message.encode(Message.MULTISTREAM, protocol);
    byte[] both = new byte[proposal.length + length];
    System.arraycopy(proposal, 0, both, 0, proposal.length);
    System.arraycopy(buffer, offset, both, proposal.length, length);
    stream.write(both);
    return false;
  }

  private void awaitAnswer() throws IOException {
    propose(new byte[0], 0, 0);
    synchronized (stream) {
      if (answered) {
        return;
      }
      Message.readHeader(stream);
      String answer = Message.read(stream);
      if (answer.equals(Message.NOT_AVAILABLE)) {
        stream.reset();
        throw new UnsupportedProtocolException(List.of(protocol));
      }
      Message.expect(protocol, answer);
      answered = true;
    }
  }

  @Override
  public void closeWrite() throws IOException {
    awaitAnswer();
    stream.closeWrite();
  }

  @Override
  public void close() {
    stream.close();
  }

  @Override
  public void reset() {
    stream.reset();
  }

  @Override
  public void timeout(Duration perWait) {
    stream.timeout(perWait);
  }

  @Override
  public void deadline(Duration fromNow) {
    stream.deadline(fromNow);
  }
}

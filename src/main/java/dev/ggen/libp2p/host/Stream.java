package dev.ggen.libp2p.host;

import dev.ggen.libp2p.transport.MuxedStream;
import java.io.IOException;
import java.time.Duration;

/**
 * A stream on which both sides have agreed on a protocol. Reads and writes like a socket, see
 * {@link MuxedStream}; whoever opened it closes it. One thread may read while another writes.
 */
public final class Stream implements MuxedStream {
  private final MuxedStream muxed;
  private final Connection connection;
  private final String protocol;
  private final Permit permit;
  private final StreamMeters.StreamMeter meter;

  Stream(
      MuxedStream muxed,
      Connection connection,
      String protocol,
      Permit permit,
      StreamMeters.StreamMeter meter) {
    this.muxed = muxed;
    this.connection = connection;
    this.protocol = protocol;
    this.permit = permit;
    this.meter = meter;
  }

  /** The protocol that is spoken. */
  public String protocol() {
    return protocol;
  }

  /** The connection that carries it. */
  public Connection connection() {
    return connection;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = muxed.read(buffer, offset, Math.min(length, meter.step()));
    if (count > 0) {
      meter.received(count);
    }
    return count;
  }

  @Override
  public int buffered() {
    return muxed.buffered();
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    int done = 0;
    do {
      int count = Math.min(length - done, meter.step());
      meter.sending(count);
      muxed.write(buffer, offset + done, count);
      done += count;
    } while (done < length);
  }

  @Override
  public void closeWrite() throws IOException {
    muxed.closeWrite();
  }

  @Override
  public void timeout(Duration perWait) {
    muxed.timeout(perWait);
  }

  @Override
  public void deadline(Duration fromNow) {
    muxed.deadline(fromNow);
  }

  @Override
  public void reset() {
    muxed.reset();
    permit.close();
  }

  @Override
  public void close() {
    muxed.close();
    permit.close();
  }
}

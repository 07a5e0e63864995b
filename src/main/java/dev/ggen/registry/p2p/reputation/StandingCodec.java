package dev.ggen.registry.p2p.reputation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** Standings as bytes of our own file. Pure. */
final class StandingCodec {
  private static final int VERSION = 1;

  private StandingCodec() {}

  static byte[] encode(Standing standing) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      out.writeDouble(standing.successes());
      out.writeDouble(standing.failures());
      out.writeDouble(standing.badBlocks());
      out.writeDouble(standing.latencyMillis());
      out.writeLong(standing.bytesIn());
      out.writeLong(standing.bytesOut());
      out.writeDouble(standing.bans());
      out.writeLong(standing.bannedUntil().map(Instant::toEpochMilli).orElse(0L));
      out.writeUTF(standing.banReason());
      out.writeLong(standing.at().toEpochMilli());
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes everything", e);
    }
  }

  /**
   * @throws IOException if they are none of this version
   */
  static Standing decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("a standing of version " + version);
    }
    double successes = in.readDouble();
    double failures = in.readDouble();
    double badBlocks = in.readDouble();
    double latency = in.readDouble();
    long bytesIn = in.readLong();
    long bytesOut = in.readLong();
    double bans = in.readDouble();
    long banned = in.readLong();
    String reason = in.readUTF();
    Instant at = Instant.ofEpochMilli(in.readLong());
    Optional<Instant> until =
        banned == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(banned));
    return new Standing(
        successes, failures, badBlocks, latency, bytesIn, bytesOut, bans, until, reason, at);
  }
}

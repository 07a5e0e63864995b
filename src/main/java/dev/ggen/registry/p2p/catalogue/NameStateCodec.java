package dev.ggen.registry.p2p.catalogue;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.p2p.record.InvalidEntryException;
import dev.ggen.registry.p2p.record.SignedEntry;
import dev.ggen.registry.p2p.record.SignedGrant;
import dev.ggen.registry.p2p.trust.Claim;
import dev.ggen.registry.p2p.trust.Decision;
import dev.ggen.registry.p2p.trust.NameTrust;
import dev.ggen.registry.p2p.trust.Pin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link NameState}s as bytes, for one's own disk: fields in a fixed order. Pure. */
final class NameStateCodec {
  private static final int HAS_PIN = 1;
  private static final int LOOSE_PIN = 2;
  private static final int HAS_DECISION = 4;
  private static final int KEPT = 8;
  private static final int RIVALS = 16;

  private NameStateCodec() {}

  static byte[] encode(NameState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(state, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("an array does no output", e);
    }
    return bytes.toByteArray();
  }

  private static void write(NameState state, DataOutputStream out) throws IOException {
    NameTrust trust = state.trust();
    Pin pin = trust.pin();
    Decision decision = trust.decision();
    out.writeLong(state.changedAt());
    out.writeInt(state.records());
    out.writeByte(
        (pin == null ? 0 : HAS_PIN)
            | (pin != null && pin.isLoose() ? LOOSE_PIN : 0)
            | (decision == null ? 0 : HAS_DECISION)
            | (state.isKept() ? KEPT : 0)
            | (state.hasRivals() ? RIVALS : 0));
    if (pin != null) {
      write(pin.publisher().bytes(), out);
      out.writeLong(pin.since().toEpochMilli());
    }
    if (decision != null) {
      write(decision.publisher().bytes(), out);
      out.writeLong(decision.at().toEpochMilli());
    }
    out.writeByte(trust.claims().size());
    for (Claim claim : trust.claims()) {
      write(claim.publisher().bytes(), out);
      out.writeLong(claim.since().toEpochMilli());
      out.writeInt(claim.active());
    }
    writeAll(state.ours().stream().map(PeerId::bytes).toList(), out);
    writeAll(trust.grants().stream().map(SignedGrant::envelope).toList(), out);
  }

  private static void writeAll(List<Bytes> parts, DataOutputStream out) throws IOException {
    out.writeByte(parts.size());
    for (Bytes part : parts) {
      write(part, out);
    }
  }

  private static void write(Bytes part, DataOutputStream out) throws IOException {
    out.writeShort(part.size());
    out.write(part.toByteArray());
  }

  /** Reads what {@link #encode} has written. */
  static NameState decode(byte[] bytes) {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException | InvalidEntryException e) {
      throw new IllegalStateException("the catalogue's file holds a name that can't be read", e);
    }
  }

  private static NameState read(DataInputStream in) throws IOException, InvalidEntryException {
    long changedAt = in.readLong();
    int records = in.readInt();
    int flags = in.readByte();
    Pin pin = (flags & HAS_PIN) == 0 ? null : pin(in, (flags & LOOSE_PIN) != 0);
    Decision decision = (flags & HAS_DECISION) == 0 ? null : new Decision(peer(in), time(in));
    List<Claim> claims = new ArrayList<>();
    for (int left = in.readByte(); left > 0; left--) {
      claims.add(new Claim(peer(in), time(in), in.readInt()));
    }
    List<PeerId> ours = new ArrayList<>();
    for (int left = in.readByte(); left > 0; left--) {
      ours.add(peer(in));
    }
    return new NameState(
        new NameTrust(pin, claims, decision, grants(in)),
        records,
        (flags & KEPT) != 0,
        ours,
        (flags & RIVALS) != 0,
        changedAt);
  }

  private static @Nullable Pin pin(DataInputStream in, boolean isLoose) throws IOException {
    return new Pin(peer(in), time(in), isLoose);
  }

  private static List<SignedGrant> grants(DataInputStream in)
      throws IOException, InvalidEntryException {
    List<SignedGrant> grants = new ArrayList<>();
    for (int left = in.readByte(); left > 0; left--) {
      if (SignedEntry.readBack(part(in)) instanceof SignedGrant grant) {
        grants.add(grant);
      }
    }
    return grants;
  }

  private static PeerId peer(DataInputStream in) throws IOException {
    return PeerId.decode(part(in));
  }

  private static Instant time(DataInputStream in) throws IOException {
    return Instant.ofEpochMilli(in.readLong());
  }

  private static Bytes part(DataInputStream in) throws IOException {
    byte[] part = new byte[in.readUnsignedShort()];
    in.readFully(part);
    return Bytes.copyOf(part);
  }
}

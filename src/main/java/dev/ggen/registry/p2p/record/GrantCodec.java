package dev.ggen.registry.p2p.record;

import com.google.protobuf.CodedInputStream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.registry.model.PackageName;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The payload of an ownership grant, a protobuf message:
 *
 * <pre>
 * message OwnershipGrant {
 *   string name = 1;
 *   repeated bytes publishers = 2;  // peer ids, ascending
 *   uint64 serial = 3;
 *   uint64 issued_at = 4;           // milliseconds since 1970
 * }
 * </pre>
 *
 * <p>Pure.
 */
final class GrantCodec {
  private static final int NAME = 1;
  private static final int PUBLISHERS = 2;
  private static final int SERIAL = 3;
  private static final int ISSUED_AT = 4;

  private GrantCodec() {}

  static Bytes encode(OwnershipGrant grant) {
    return Fields.write(out -> {
      out.writeString(NAME, grant.name().value());
      for (PeerId publisher : grant.publishers()) {
        out.writeByteArray(PUBLISHERS, publisher.bytes().toByteArray());
      }
      out.writeUInt64(SERIAL, grant.serial());
      out.writeUInt64(ISSUED_AT, grant.issuedAt().toEpochMilli());
    });
  }

  static OwnershipGrant decode(Bytes payload) throws InvalidEntryException {
    return new Reading().read(payload);
  }

  /** The fields of one grant that have been read so far. */
  private static final class Reading {
    private @Nullable String name;
    private @Nullable Long serial;
    private @Nullable Long issuedAt;
    private final List<PeerId> publishers = new ArrayList<>();

    OwnershipGrant read(Bytes payload) throws InvalidEntryException {
      Fields.read(payload, "A grant", this::take);
      try {
        return OwnershipGrant.of(
            new PackageName(Fields.once(name, "The name")),
            publishers,
            Fields.once(serial, "The serial"),
            Instant.ofEpochMilli(Fields.once(issuedAt, "The time of issue")));
      } catch (IllegalArgumentException e) {
        throw new InvalidEntryException("A grant is wrong: " + e.getMessage(), e);
      }
    }

    private boolean take(int tag, CodedInputStream in) throws IOException, InvalidEntryException {
      if (tag == Fields.bytes(NAME)) {
        name = Fields.first(name, in.readStringRequireUtf8(), "The name");
      } else if (tag == Fields.bytes(PUBLISHERS)) {
        addPublisher(PeerId.decode(Bytes.copyOf(in.readByteArray())));
      } else if (tag == Fields.number(SERIAL)) {
        serial = Fields.first(serial, in.readUInt64(), "The serial");
      } else if (tag == Fields.number(ISSUED_AT)) {
        issuedAt = Fields.first(issuedAt, in.readUInt64(), "The time of issue");
      } else {
        return false;
      }
      return true;
    }

    private void addPublisher(PeerId publisher) throws InvalidEntryException {
      if (!publishers.isEmpty() && publishers.getLast().compareTo(publisher) >= 0) {
        throw new InvalidEntryException("A grant's publishers do not ascend.");
      }
      Fields.add(publishers, publisher, OwnershipGrant.MAX_PUBLISHERS, "publishers");
    }
  }
}

package dev.ggen.registry.p2p.protocol;

import com.google.protobuf.CodedOutputStream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.VersionRange;
import dev.ggen.registry.p2p.reconcile.Reconciliation;
import dev.ggen.registry.p2p.reconcile.ReconciliationLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code Request} of {@code docs/registry-protocol.md}: exactly one of its fields is there. */
final class RequestCodec {
  private static final int RECONCILE = 1;
  private static final int FETCH = 2;
  private static final int OFFER = 3;
  private static final int PUSH = 4;
  private static final int SEARCH = 5;
  private static final int RESOLVE = 6;
  private static final int GRANTS = 7;

  private static final int SALT = 1;
  private static final int RANGES = 2;

  /** Of fetch and offer, entries of push, names of grants. */
  private static final int ITEMS = 1;

  private static final int TEXT = 1;
  private static final int CATEGORY = 2;
  private static final int TAGS = 3;
  private static final int LIMIT = 4;

  private static final int NAME = 1;
  private static final int RANGE = 2;

  private RequestCodec() {}

  static Bytes encode(Request request) {
    return Wire.write(out -> {
      switch (request) {
        case Request.Reconcile reconcile -> put(out, RECONCILE, inner -> write(reconcile, inner));
        case Request.Fetch fetch ->
            put(out, FETCH, inner -> put(inner, ITEMS, Wire.join(fetch.hashes())));
        case Request.Offer offer ->
            put(out, OFFER, inner -> put(inner, ITEMS, Wire.join(offer.hashes())));
        case Request.Push push ->
            put(out, PUSH, inner -> Wire.writeEntries(ITEMS, push.entries(), inner));
        case Request.Search search -> put(out, SEARCH, inner -> write(search.query(), inner));
        case Request.Resolve resolve -> put(out, RESOLVE, inner -> write(resolve, inner));
        case Request.Grants grants -> put(out, GRANTS, inner -> write(grants, inner));
      }
    });
  }

  private static void put(CodedOutputStream out, int field, Wire.Writing inner) throws IOException {
    put(out, field, Wire.write(inner));
  }

  private static void put(CodedOutputStream out, int field, Bytes value) throws IOException {
    out.writeByteArray(field, value.toByteArray());
  }

  private static void write(Request.Reconcile reconcile, CodedOutputStream out) throws IOException {
    if (reconcile.salt().isPresent()) {
      put(out, SALT, reconcile.salt().get());
    }
    put(out, RANGES, reconcile.ranges());
  }

  private static void write(SearchQuery query, CodedOutputStream out) throws IOException {
    out.writeString(TEXT, query.text());
    if (query.category() != null) {
      out.writeString(CATEGORY, query.category());
    }
    for (String tag : query.tags()) {
      out.writeString(TAGS, tag);
    }
    out.writeUInt32(LIMIT, query.limit());
  }

  private static void write(Request.Resolve resolve, CodedOutputStream out) throws IOException {
    out.writeString(NAME, resolve.name().value());
    if (resolve.range().isPresent()) {
      out.writeString(RANGE, resolve.range().get().toString());
    }
  }

  private static void write(Request.Grants grants, CodedOutputStream out) throws IOException {
    for (PackageName name : grants.names()) {
      out.writeString(ITEMS, name.value());
    }
  }

  static Request decode(byte[] message) throws ProtocolViolationException {
    List<Request> found = new ArrayList<>();
    Wire.read(
        message,
        (tag, in) -> {
          int field = tag >>> 3;
          if (tag != Wire.bytesTag(field) || field < RECONCILE || field > GRANTS) {
            return false;
          }
          found.add(decode(field, in.readByteArray()));
          return true;
        });
    if (found.size() != 1) {
      throw Wire.violation(found.size() + " known requests in one message");
    }
    return found.getFirst();
  }

  private static Request decode(int field, byte[] content) throws ProtocolViolationException {
    return switch (field) {
      case RECONCILE -> new Reconcile().read(content);
      case FETCH -> new Request.Fetch(hashes(content));
      case OFFER -> new Request.Offer(hashes(content));
      case PUSH -> new Request.Push(entries(content));
      case SEARCH -> new Request.Search(new Search().read(content));
      case RESOLVE -> new Resolve().read(content);
      default -> new Request.Grants(names(content));
    };
  }

  private static List<Bytes> hashes(byte[] content) throws ProtocolViolationException {
    List<Bytes> hashes = new ArrayList<>();
    Wire.read(
        content,
        (tag, in) -> {
          if (tag != Wire.bytesTag(ITEMS)) {
            return false;
          }
          if (!hashes.isEmpty()) {
            throw Wire.violation("hashes twice");
          }
          return hashes.addAll(Wire.hashes(in.readByteArray()));
        });
    if (hashes.isEmpty()) {
      throw Wire.violation("a request without hashes");
    }
    return hashes;
  }

  private static List<Bytes> entries(byte[] content) throws ProtocolViolationException {
    List<Bytes> entries = new ArrayList<>();
    Wire.read(
        content,
        (tag, in) -> {
          if (tag != Wire.bytesTag(ITEMS)) {
            return false;
          }
          Wire.addEntry(in.readByteArray(), entries);
          return true;
        });
    if (entries.isEmpty()) {
      throw Wire.violation("a push without entries");
    }
    return entries;
  }

  private static List<PackageName> names(byte[] content) throws ProtocolViolationException {
    List<PackageName> names = new ArrayList<>();
    Wire.read(
        content,
        (tag, in) -> {
          if (tag != Wire.bytesTag(ITEMS)) {
            return false;
          }
          if (names.size() == Wire.MAX_NAMES) {
            throw Wire.violation("more than " + Wire.MAX_NAMES + " names");
          }
          return names.add(new PackageName(in.readStringRequireUtf8()));
        });
    if (names.isEmpty()) {
      throw Wire.violation("a request without names");
    }
    return names;
  }

  /** The fields that have been read so far. */
  private static final class Reconcile {
    private @Nullable Bytes salt;
    private Bytes ranges = Bytes.EMPTY;

    Request read(byte[] content) throws ProtocolViolationException {
      Wire.read(
          content,
          (tag, in) -> {
            if (tag == Wire.bytesTag(SALT)) {
              salt = Bytes.copyOf(in.readByteArray());
            } else if (tag == Wire.bytesTag(RANGES)) {
              ranges = Bytes.copyOf(in.readByteArray());
            } else {
              return false;
            }
            return true;
          });
      if (salt != null && salt.size() != Reconciliation.SALT_BYTES) {
        throw Wire.violation("a salt of " + salt.size() + " bytes");
      }
      if (ranges.size() > ReconciliationLimits.MESSAGE_BYTES) {
        throw Wire.violation("ranges of " + ranges.size() + " bytes");
      }
      return new Request.Reconcile(Optional.ofNullable(salt), ranges);
    }
  }

  /** The fields that have been read so far. */
  private static final class Search {
    private String text = "";
    private @Nullable String category;
    private final List<String> tags = new ArrayList<>();
    private int limit = 1;

    SearchQuery read(byte[] content) throws ProtocolViolationException {
      Wire.read(
          content,
          (tag, in) -> {
            if (tag == Wire.bytesTag(TEXT)) {
              text = in.readStringRequireUtf8();
            } else if (tag == Wire.bytesTag(CATEGORY)) {
              category = shortText(in.readStringRequireUtf8());
            } else if (tag == Wire.bytesTag(TAGS)) {
              addTag(shortText(in.readStringRequireUtf8()));
            } else if (tag == Wire.numberTag(LIMIT)) {
              limit = in.readUInt32();
            } else {
              return false;
            }
            return true;
          });
      try {
        return new SearchQuery(text, category, tags, limit, 0, false);
      } catch (IllegalArgumentException e) {
        throw new ProtocolViolationException(Wire.NAME + ": " + e.getMessage(), e);
      }
    }

    private void addTag(String tag) throws ProtocolViolationException {
      if (tags.size() == SearchQuery.MAX_TAGS) {
        throw Wire.violation("more than " + SearchQuery.MAX_TAGS + " tags");
      }
      tags.add(tag);
    }

    private static String shortText(String label) throws ProtocolViolationException {
      if (label.length() > SearchQuery.MAX_TEXT_LENGTH) {
        throw Wire.violation("a category or tag of " + label.length() + " characters");
      }
      return label;
    }
  }

  /** The fields that have been read so far. */
  private static final class Resolve {
    private @Nullable PackageName name;
    private @Nullable VersionRange range;

    Request read(byte[] content) throws ProtocolViolationException {
      Wire.read(
          content,
          (tag, in) -> {
            if (tag == Wire.bytesTag(NAME)) {
              name = new PackageName(in.readStringRequireUtf8());
            } else if (tag == Wire.bytesTag(RANGE)) {
              range = VersionRange.of(in.readStringRequireUtf8());
            } else {
              return false;
            }
            return true;
          });
      if (name == null) {
        throw Wire.violation("a request without a name");
      }
      return new Request.Resolve(name, Optional.ofNullable(range));
    }
  }
}

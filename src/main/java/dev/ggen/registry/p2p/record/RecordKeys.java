package dev.ggen.registry.p2p.record;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multihash;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import java.nio.charset.StandardCharsets;

/** Where the DHT keeps what concerns a package (design §6). Pure. */
public final class RecordKeys {
  /** The namespace of the value records. */
  public static final String NAMESPACE = "ggen";

  private RecordKeys() {}

  /** Key of a version's package record: {@code /ggen/<name>@<version>}. */
  public static Bytes version(PackageName name, Version version) {
    return utf8("/" + NAMESPACE + "/" + name + "@" + version);
  }

  /** What those provide who hold any version of a name: sha2-256 of {@code ggen:name:<name>}. */
  public static Multihash name(PackageName name) {
    return Multihash.sha256(utf8("ggen:name:" + name));
  }

  private static Bytes utf8(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}

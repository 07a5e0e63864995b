package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;

/** The validators of all namespaces: {@code /<namespace>/<name>}. */
final class Validators implements RecordValidator {
  private final Map<String, RecordValidator> byNamespace;

  Validators(Map<String, RecordValidator> byNamespace) {
    this.byNamespace = Map.copyOf(byNamespace);
  }

  @Override
  public void validate(Bytes key, Bytes value) throws InvalidRecordException {
    String namespace = namespace(key);
    RecordValidator validator = byNamespace.get(namespace);
    if (validator == null) {
      throw new InvalidRecordException(
          "keys must begin with one of the namespaces "
              + new TreeSet<>(byNamespace.keySet())
              + ", written as /namespace/name");
    }
    validator.validate(key, value);
  }

  @Override
  public boolean isBetter(Bytes key, Bytes candidate, Bytes present) {
    RecordValidator validator = byNamespace.get(namespace(key));
    return validator != null
        && !candidate.equals(present)
        && validator.isBetter(key, candidate, present);
  }

  /** What stands between the first two slashes; nothing if there are none. */
  private static String namespace(Bytes key) {
    if (key.isEmpty() || key.at(0) != '/') {
      return "";
    }
    for (int i = 1; i < key.size(); i++) {
      if (key.at(i) == '/') {
        return new String(key.slice(1, i).toByteArray(), StandardCharsets.US_ASCII);
      }
    }
    return "";
  }
}

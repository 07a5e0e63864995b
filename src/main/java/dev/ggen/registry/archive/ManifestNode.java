package dev.ggen.registry.archive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A value of a manifest with its place, whether it came from TOML or JSON. */
sealed interface ManifestNode {
  /** Where the value, or the key before it, begins. */
  Place place();

  /** What it is, for messages: {@code a text}, {@code a list}… */
  String kind();

  /**
   * A place in a file.
   *
   * @param line from 1, or 0 if unknown
   * @param column from 1, or 0 if unknown
   */
  record Place(int line, int column) {
    static final Place UNKNOWN = new Place(0, 0);
  }

  /**
   * A string.
   *
   * @param value what it holds
   */
  record Text(Place place, String value) implements ManifestNode {
    @Override
    public String kind() {
      return "a text";
    }
  }

  /**
   * A table of TOML, an object of JSON.
   *
   * @param entries by key, in the order of the file
   */
  record Table(Place place, SequencedMap<String, ManifestNode> entries) implements ManifestNode {
    public Table {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }

    @Nullable ManifestNode get(String key) {
      return entries.get(key);
    }

    @Override
    public String kind() {
      return "a table";
    }
  }

  /**
   * An array.
   *
   * @param items in order
   */
  record Items(Place place, List<ManifestNode> items) implements ManifestNode {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * A truth value.
   *
   * @param value which
   */
  record Flag(Place place, boolean value) implements ManifestNode {
    @Override
    public String kind() {
      return value ? "true" : "false";
    }
  }

  /**
   * A number, date or null, none of which a field of a manifest can be.
   *
   * @param literal as it stands in the file, nearly
   */
  record Literal(Place place, String literal) implements ManifestNode {
    @Override
    public String kind() {
      return "the value " + literal;
    }
  }
}

package dev.ggen.registry.archive;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of a package's table in the forms that people write them in. A field of the wrong
 * kind is a fault; reading goes on, to find the others. Belongs to one thread.
 */
final class ManifestFields {
  /** Most characters of a label, an author or a URL; they are shown in one line. */
  static final int MAX_LINE_CHARACTERS = 1000;

  /** Most labels or authors; more help nobody to find anything. */
  static final int MAX_ITEMS = 200;

  private final ManifestNode.Table table;
  private final ManifestFaults faults;

  ManifestFields(ManifestNode.Table table, ManifestFaults faults) {
    this.table = table;
    this.faults = faults;
  }

  /** A text of any length, or null if there is none or an empty one. */
  @Nullable String text(String key) {
    return text(key, table.get(key));
  }

  /** A text of one line, or null. */
  @Nullable String line(String key) {
    ManifestNode node = table.get(key);
    String text = text(key, node);
    return text == null || node == null ? null : checkedLine(key, node, text);
  }

  /** A text of one line, or the first of these keys of a table in its place, or null. */
  @Nullable String lineOrTable(String key, String... innerKeys) {
    if (table.get(key) instanceof ManifestNode.Table inner) {
      ManifestFields fields = new ManifestFields(inner, faults);
      return Stream.of(innerKeys)
          .filter(inner.entries()::containsKey)
          .findFirst()
          .map(fields::line)
          .orElse(null);
    }
    return line(key);
  }

  private @Nullable String text(String key, @Nullable ManifestNode node) {
    if (node == null || isNull(node)) {
      return null;
    }
    if (node instanceof ManifestNode.Text text) {
      String stripped = text.value().strip();
      return stripped.isEmpty() ? null : stripped;
    }
    faults.fault(
        node.place(),
        "'%s' must be a text in quotation marks, but is %s.".formatted(key, node.kind()));
    return null;
  }

  private static boolean isNull(ManifestNode node) {
    return node instanceof ManifestNode.Literal literal && literal.literal().equals("null");
  }

  private @Nullable String checkedLine(String key, ManifestNode node, String text) {
    if (text.length() > MAX_LINE_CHARACTERS) {
      faults.fault(
          node.place(),
          "'%s' has at most %d characters; this one has %d."
              .formatted(key, MAX_LINE_CHARACTERS, text.length()));
      return null;
    }
    if (!text.codePoints().allMatch(EntryPath::isHarmless)) {
      faults.fault(
          node.place(),
          "'%s' must be one line without control characters; remove line breaks.".formatted(key));
      return null;
    }
    return text;
  }

  /**
   * Labels: a list of texts, the same in a table under the same key ({@code [package.tags] tags =
   * [...]}), or one text with commas.
   */
  List<String> labels(String key) {
    ManifestNode node = table.get(key);
    if (node instanceof ManifestNode.Table inner) {
      node = inner.get(key);
    }
    SequencedSet<String> labels = new LinkedHashSet<>();
    switch (node) {
      case null -> {}
      case ManifestNode.Text text ->
          Stream.of(text.value().split(",")).forEach(part -> addLine(key, text, part, labels));
      case ManifestNode.Items items -> items.items().forEach(item -> addLabel(key, item, labels));
      case ManifestNode other -> {
        if (!isNull(other)) {
          faults.fault(
              other.place(),
              "'%s' must be a list of texts such as [\"one\", \"two\"], but is %s."
                  .formatted(key, other.kind()));
        }
      }
    }
    return bounded(key, node, labels);
  }

  private void addLabel(String key, ManifestNode item, SequencedSet<String> labels) {
    if (item instanceof ManifestNode.Text text) {
      addLine(key, item, text.value(), labels);
    } else {
      faults.fault(
          item.place(),
          "'%s' must hold texts in quotation marks only, but here is %s."
              .formatted(key, item.kind()));
    }
  }

  private void addLine(String key, ManifestNode node, String raw, SequencedSet<String> lines) {
    String text = raw.strip();
    String line = text.isEmpty() ? null : checkedLine(key, node, text);
    if (line != null) {
      lines.add(line);
    }
  }

  private List<String> bounded(
      String key, @Nullable ManifestNode node, SequencedSet<String> values) {
    if (node != null && values.size() > MAX_ITEMS) {
      faults.fault(
          node.place(),
          "'%s' has at most %d items; this one has %d.".formatted(key, MAX_ITEMS, values.size()));
    }
    return List.copyOf(values);
  }

  /** Persons under any of these keys, each a text, a table with name and email, or a list. */
  List<String> persons(String... keys) {
    SequencedSet<String> persons = new LinkedHashSet<>();
    for (String key : keys) {
      ManifestNode node = table.get(key);
      List<ManifestNode> nodes = new ArrayList<>();
      if (node instanceof ManifestNode.Items items) {
        nodes.addAll(items.items());
      } else if (node != null && !isNull(node)) {
        nodes.add(node);
      }
      nodes.forEach(person -> addPerson(key, person, persons));
      bounded(key, node, persons);
    }
    return List.copyOf(persons);
  }

  private void addPerson(String key, ManifestNode node, SequencedSet<String> persons) {
    switch (node) {
      case ManifestNode.Text text -> addLine(key, text, text.value(), persons);
      case ManifestNode.Table person -> {
        ManifestFields fields = new ManifestFields(person, faults);
        String name = fields.line("name");
        String email = fields.line("email");
        String whole =
            name == null ? email : email == null ? name : "%s <%s>".formatted(name, email);
        if (whole != null) {
          persons.add(whole);
        }
      }
      case ManifestNode other ->
          faults.fault(
              other.place(),
              "'%s' must be a name such as \"Ada <ada@example.org>\" or a table with name and email, but here is %s."
                  .formatted(key, other.kind()));
    }
  }
}

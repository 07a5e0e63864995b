package dev.ggen.registry.archive;

import dev.ggen.registry.archive.ManifestNode.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON (RFC 8259) into nodes; a key that stands twice is a fault. */
final class JsonManifest {
  /** Deepest nesting; real manifests have four levels. */
  static final int MAX_DEPTH = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private JsonManifest() {}

  /** Reads one value and nothing behind it; anything else is a fault that ends the reading. */
  static ManifestNode read(String text, ManifestFaults faults) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw faults.fatal(new Place(1, 1), "The file is empty.");
      }
      ManifestNode node = value(parser, placeOf(parser.currentTokenLocation()));
      if (parser.nextToken() != null) {
        throw faults.fatal(
            placeOf(parser.currentTokenLocation()),
            "Here is something after the end of the JSON object; remove it.");
      }
      return node;
    } catch (JacksonException e) {
      throw faults.fatal(
          placeOf(e.getLocation()),
          "This is not JSON: " + ArchiveFault.shown(String.valueOf(e.getOriginalMessage())));
    }
  }

  /** Unknown for what breaks a limit of the parser, such as the nesting. */
  private static Place placeOf(@Nullable TokenStreamLocation location) {
    if (location == null) {
      return Place.UNKNOWN;
    }
    return new Place(Math.max(0, location.getLineNr()), Math.max(0, location.getColumnNr()));
  }

  private static ManifestNode value(JsonParser parser, Place place) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, place);
      case START_ARRAY -> array(parser, place);
      case VALUE_STRING -> new ManifestNode.Text(place, parser.getString());
      case VALUE_TRUE -> new ManifestNode.Flag(place, true);
      case VALUE_FALSE -> new ManifestNode.Flag(place, false);
      default -> new ManifestNode.Literal(place, parser.getString());
    };
  }

  private static ManifestNode object(JsonParser parser, Place place) {
    SequencedMap<String, ManifestNode> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Place keyPlace = placeOf(parser.currentTokenLocation());
      parser.nextToken();
      entries.put(key, value(parser, keyPlace));
    }
    return new ManifestNode.Table(place, entries);
  }

  private static ManifestNode array(JsonParser parser, Place place) {
    List<ManifestNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser, placeOf(parser.currentTokenLocation())));
    }
    return new ManifestNode.Items(place, items);
  }
}

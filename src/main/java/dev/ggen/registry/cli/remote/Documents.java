package dev.ggen.registry.cli.remote;

import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** REST documents as JSON. Thread-safe. */
public final class Documents {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          // A newer server may say more than this client knows.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private Documents() {}

  /** The text of a document, for people and tools. */
  public static String write(Object document) {
    return MAPPER.writeValueAsString(document);
  }

  static byte[] bytes(Object document) {
    return MAPPER.writeValueAsBytes(document);
  }

  /**
   * Reads a document.
   *
   * @throws JacksonException if it is none of that type
   */
  public static <T> T read(InputStream json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }
}

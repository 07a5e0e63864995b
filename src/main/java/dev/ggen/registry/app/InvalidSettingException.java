package dev.ggen.registry.app;

/** A setting that is missing or has a value that it can't have. Stops the start. */
public final class InvalidSettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * @param key the whole key, for example {@code registry.feed.heartbeat}
   * @param allowed what the value may be, as a sentence
   */
  public InvalidSettingException(String key, String allowed) {
    super(allowed);
    this.key = key;
  }

  /** The whole key. */
  public String key() {
    return key;
  }
}

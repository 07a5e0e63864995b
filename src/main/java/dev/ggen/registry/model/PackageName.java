package dev.ggen.registry.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A package name by npm's rules for new packages: at most 214 characters, lower case, letters,
 * digits and {@code - . _}, not beginning with {@code .} or {@code _}, optionally in a scope ({@code
 * @scope/name}).
 *
 * @param value the whole name, scope included
 */
public record PackageName(String value) implements Comparable<PackageName> {
  /** The longest name, scope and separators included; npm's limit. */
  public static final int MAX_LENGTH = 214;

  private static final Pattern PART = Pattern.compile("[a-z0-9-][a-z0-9._-]*");
  private static final Set<String> RESERVED = Set.of("node_modules", "favicon.ico");

  /**
   * Checks the name.
   *
   * @throws InvalidValueException if the name breaks a rule; the message names the rule
   */
  public PackageName {
    check(value);
  }

  private static void check(String value) {
    if (value.isEmpty()) {
      throw new InvalidValueException("A package name must not be empty.");
    }
    if (value.length() > MAX_LENGTH) {
      throw new InvalidValueException(
          "A package name has at most %d characters; this one has %d."
              .formatted(MAX_LENGTH, value.length()));
    }
    String bare = value;
    if (value.startsWith("@")) {
      int slash = value.indexOf('/');
      if (slash < 0) {
        throw new InvalidValueException(
            "'%s' has a scope but no name; write '@scope/name'.".formatted(value));
      }
      checkPart(value, value.substring(1, slash));
      bare = value.substring(slash + 1);
    }
    checkPart(value, bare);
    if (RESERVED.contains(bare)) {
      throw new InvalidValueException("'%s' is a reserved name.".formatted(value));
    }
  }

  private static void checkPart(String whole, String part) {
    if (!PART.matcher(part).matches()) {
      throw new InvalidValueException(
          "'%s' is not a package name: use lower-case letters, digits, '-', '.' and '_', beginning with a letter, a digit or '-'; for example '%s'."
              .formatted(whole, suggestion(whole)));
    }
  }

  /** The nearest valid name, for error messages. */
  private static String suggestion(String whole) {
    String lower = whole.toLowerCase(Locale.ROOT);
    int slash = lower.startsWith("@") ? lower.indexOf('/') : -1;
    String bare = slugOf(lower.substring(slash + 1));
    return slash < 0 ? bare : "@" + slugOf(lower.substring(1, slash)) + "/" + bare;
  }

  private static String slugOf(String text) {
    String slug =
        text.replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("^[._-]+|-+$", "")
            .replaceAll("-{2,}", "-");
    if (RESERVED.contains(slug)) {
      return "my-" + slug;
    }
    return slug.isEmpty() ? "my-package" : slug.substring(0, Math.min(slug.length(), 80));
  }

  /** The scope without {@code @}, or null if the name has none. */
  public @Nullable String scope() {
    return value.startsWith("@") ? value.substring(1, value.indexOf('/')) : null;
  }

  /** The name without its scope. */
  public String bareName() {
    return value.substring(value.indexOf('/') + 1);
  }

  @Override
  public int compareTo(PackageName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

package dev.ggen.registry.central;

import dev.ggen.registry.port.RegistryException;
import java.util.regex.Pattern;

/** What a user may be called. */
final class UserNames {
  private static final Pattern SYNTAX = Pattern.compile("[a-z0-9._@-]{1,64}");

  private UserNames() {}

  static void require(String user) {
    if (!SYNTAX.matcher(user).matches()) {
      throw new RegistryException.Invalid(
          "A user has 1 to 64 lower-case letters, digits, '.', '_', '@' and '-', such as 'ada' or"
              + " 'ada@example.org'.");
    }
  }
}

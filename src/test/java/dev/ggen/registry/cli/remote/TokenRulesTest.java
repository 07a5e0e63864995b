package dev.ggen.registry.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.registry.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a token comes from and to whom it goes. */
class TokenRulesTest {
  private static final RegistryAddress HERE = RegistryAddress.of("http://localhost:8080");
  private static final RegistryAddress AFAR = RegistryAddress.of("https://registry.example");

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private Path home;
  private Path work;

  @BeforeEach
  void directories() throws IOException {
    home = Files.createDirectory(directory.resolve("home"));
    work = Files.createDirectory(directory.resolve("work"));
  }

  private Optional<String> secret(RegistryAddress address) {
    return new TokenSearch(environment, home, work).find(address, null).map(Token::secret);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void theFirstThatIsThereCounts() throws IOException {
    assertThat(secret(HERE)).isEmpty();
    write(work.resolve("data/admin-token"), "admin\n");
    assertThat(secret(HERE)).contains("admin");
    write(home.resolve(".config/ggen/token"), "own\n");
    assertThat(secret(HERE)).contains("own");
    environment.put("GGEN_TOKEN", "variable");
    assertThat(secret(HERE)).contains("variable");
    write(work.resolve("named"), "named");
    assertThat(new TokenSearch(environment, home, work).find(HERE, Path.of("named")))
        .map(Token::secret)
        .contains("named");
  }

  @Test
  void directoriesFollowTheEnvironment() throws IOException {
    write(directory.resolve("elsewhere/admin-token"), "admin");
    environment.put("GGEN_DATA_DIR", directory.resolve("elsewhere").toString());
    assertThat(secret(HERE)).contains("admin");
    write(directory.resolve("config/ggen/token"), "own");
    environment.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
    assertThat(secret(HERE)).contains("own");
  }

  @Test
  void theAdminTokenIsForARegistryOnThisMachine() throws IOException {
    write(work.resolve("data/admin-token"), "admin");
    assertThat(secret(AFAR)).isEmpty();
    assertThat(secret(RegistryAddress.of("http://[::1]:1"))).contains("admin");
    assertThat(secret(RegistryAddress.of("http://127.1.2.3:1"))).contains("admin");
    assertThat(secret(RegistryAddress.of("http://127.0.0.1.evil.example"))).isEmpty();
  }

  @Test
  void aNamedFileMustBeThere() {
    assertThatThrownBy(
            () -> new TokenSearch(environment, home, work).find(HERE, Path.of("missing")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("There is no token file 'missing'");
  }

  @Test
  void whatIsNoTokenIsRefusedWithoutShowingIt() throws IOException {
    write(home.resolve(".config/ggen/token"), "two words");
    assertThatThrownBy(() -> secret(HERE))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("does not hold a token")
        .hasMessageNotContaining("two words");
    environment.put("GGEN_TOKEN", "a".repeat(Token.MAX_LENGTH + 1));
    assertThatThrownBy(() -> secret(HERE)).isInstanceOf(InvalidValueException.class);
    environment.put("GGEN_TOKEN", "a".repeat(Token.MAX_LENGTH));
    assertThat(secret(HERE)).isPresent();
  }

  @Test
  void aTokenNeverShowsItself() {
    assertThat(new Token("hidden", "GGEN_TOKEN").toString()).doesNotContain("hidden");
  }

  @Test
  void aTokenGoesOverTlsOrToThisMachineOnly() {
    Optional<Token> token = Optional.of(new Token("s", "GGEN_TOKEN"));
    RegistryAddress open = RegistryAddress.of("http://registry.example");
    assertThat(new TokenUse(AFAR, () -> token, false).forWriting(AFAR)).isPresent();
    assertThat(new TokenUse(HERE, () -> token, false).forWriting(HERE)).isPresent();
    assertThat(new TokenUse(open, () -> token, false).forReading()).isEmpty();
    assertThatThrownBy(() -> new TokenUse(open, () -> token, false).forWriting(open))
        .isInstanceOf(RemoteException.Withheld.class)
        .hasMessageContaining("--insecure");
    assertThat(new TokenUse(open, () -> token, true).forWriting(open)).isPresent();
    assertThat(new TokenUse(open, Optional::empty, false).forWriting(open)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:8080",
        "ftp://x",
        "http://",
        "http://u:p@x",
        "http://x?a=b",
        "http://x#f",
        "http://a b"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> RegistryAddress.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("is not the address of a registry");
  }

  @Test
  void anAddressMayEndInASlashAndHaveAPath() {
    assertThat(RegistryAddress.of("http://x/ggen/").at("/api")).hasToString("http://x/ggen/api");
    assertThat(RegistryAddress.of("http://x/api/v1/")).isEqualTo(RegistryAddress.of("http://x"));
  }
}

package dev.ggen.registry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.api.SearchDocument;
import dev.ggen.registry.api.StatusDocument;
import dev.ggen.registry.api.TokenDocument;
import dev.ggen.registry.cli.remote.StubRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GgenTest {
  private static final String API = "/api/v1/packages/";

  @TempDir Path home;
  private final StubRegistry registry = new StubRegistry();
  private Terminal terminal;

  @BeforeEach
  void open() {
    terminal = new Terminal(home, registry);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private JsonNode json() {
    return JsonMapper.shared().readTree(terminal.out());
  }

  private StubRegistry.Asked last() {
    return registry.asked().getLast();
  }

  @Test
  void searchPrintsNameVersionScoreAndDescription() {
    SearchDocument.Hit hit =
        new SearchDocument.Hit(
            "web-kit",
            "1.2.0",
            "Web\u001b[31m things\nfor all",
            "web",
            List.of(),
            null,
            "me",
            Instant.EPOCH,
            null,
            0.9234);
    registry.answer(
        "GET /api/v1/search?q=web%20frame&category=web&tag=a%26b&limit=20&offset=0",
        200, new SearchDocument(31, "central", 1, List.of(hit), Map.of()));
    assertThat(terminal.run("p2p", "search", "web", "frame", "-c", "web", "--tag", "a&b")).isZero();
    assertThat(terminal.out())
        .isEqualTo(
            """
            Found 31 packages:
              web-kit v1.2.0 (score: 0.92)  Web[31m things for all
            30 more: --offset 1
            """);
    assertThat(terminal.err()).isEmpty();
    terminal.run("p2p", "search", "web", "frame", "-c", "web", "--tag", "a&b", "--json");
    assertThat(json().at("/hits/0/name").asString()).isEqualTo("web-kit");
    assertThat(json().at("/total").asInt()).isEqualTo(31);
  }

  @Test
  void onATerminalLinesAreCutToItsWidth() {
    SearchDocument.Hit hit =
        new SearchDocument.Hit(
            "a", "1.0.0", "x".repeat(300), null, List.of(), null, "me", Instant.EPOCH, null, 1);
    registry.answer(
        "GET /api/v1/search?q=&limit=20&offset=0",
        200,
        new SearchDocument(1, "central", 1, List.of(hit), Map.of()));
    terminal.watched().with("COLUMNS", "100").run("p2p", "search");
    assertThat(terminal.out().lines().toList().get(1)).hasSize(100).endsWith("…");
  }

  @Test
  void statusTellsWhatTheRegistryHolds() {
    registry.answer(
        "GET /api/v1/status", 200, new StatusDocument("1.0", "central", 7_260, 2, 3, 4_500, 9, 8));
    assertThat(terminal.run("p2p", "status")).isZero();
    assertThat(terminal.out())
        .contains(
            "Registry at " + registry.url(),
            "Mode:      central",
            "Up for:    2 h 1 min",
            "Packages:  2 in 3 versions, 4.5 KB",
            "Search:    1 change behind");
  }

  @Test
  void withoutARegistryItSaysHowToStartOne() {
    registry.close();
    assertThat(terminal.run("p2p", "status")).isEqualTo(1);
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err())
        .isEqualTo(
            "ggen: No registry answers at %s. Start one with: ggen p2p start\n"
                .formatted(registry.url()));
    assertThat(terminal.run("p2p", "status", "--json")).isEqualTo(1);
    assertThat(json().at("/error/code").asString()).isEqualTo("registry-unreachable");
  }

  @Test
  void yankAndItsKinSendWhatTheyShould() {
    PackageDocument yanked = registry.addMarked("a", "1.0.0", "A", "bad", null);
    terminal.with("GGEN_TOKEN", "secret");
    registry.answer("DELETE " + API + "a/1.0.0?reason=it%20is%20bad", 200, yanked);
    assertThat(terminal.run("p2p", "yank", "a@1.0.0", "--reason", "it is bad")).isZero();
    assertThat(terminal.out()).isEqualTo("Yanked a@1.0.0: bad\n");
    assertThat(last().token()).isEqualTo("Bearer secret");

    registry.answer("POST " + API + "a/1.0.0/unyank", 200, yanked);
    assertThat(terminal.run("p2p", "unyank", "a@1.0.0")).isZero();

    PackageDocument deprecated = registry.addMarked("@s/b", "2.0.0", "B", null, "use c");
    registry.answer("POST " + API + "@s/b/2.0.0/deprecate", 200, deprecated);
    assertThat(terminal.run("p2p", "deprecate", "@s/b@2.0.0", "-m", "use c")).isZero();
    assertThat(terminal.out()).isEqualTo("Deprecated @s/b@2.0.0: use c\n");
    assertThat(last().body()).contains("\"message\"", "use c");
    assertThat(terminal.run("p2p", "deprecate", "@s/b@2.0.0", "--undo")).isZero();
    assertThat(last().body()).contains("\"\"");
  }

  @Test
  void tagsAndOwnersAreChanged() {
    registry.add("a", "1.0.0", "A");
    terminal.with("GGEN_TOKEN", "secret");
    assertThat(terminal.run("p2p", "tag", "list", "a")).as(terminal.err()).isZero();
    assertThat(terminal.out()).isEqualTo("latest 1.0.0\n");
    terminal.run("p2p", "owner", "list", "a", "--json");
    assertThat(json().at("/owners/0").asString()).isEqualTo("admin");
    terminal.run("p2p", "tag", "set", "a@1.0.0", "beta");
    assertThat(last().method() + last().path()).isEqualTo("PUT" + API + "a/tags/beta");
    assertThat(last().body()).contains("1.0.0");
    terminal.run("p2p", "tag", "remove", "a", "beta");
    assertThat(last().method() + last().path()).isEqualTo("DELETE" + API + "a/tags/beta");
    terminal.run("p2p", "owner", "add", "a", "alice");
    assertThat(last().method() + last().path()).isEqualTo("PUT" + API + "a/owners/alice");
    terminal.run("p2p", "owner", "remove", "a", "alice");
    assertThat(last().method() + last().path()).isEqualTo("DELETE" + API + "a/owners/alice");
  }

  private static TokenDocument token(String secret) {
    return new TokenDocument(
        "t1", "me", "laptop", List.of("publish"), Instant.EPOCH, null, null, secret);
  }

  @Test
  void aNewTokenIsPrintedAloneSoThatScriptsCanKeepIt() {
    terminal.with("GGEN_TOKEN", "secret");
    registry.answer("POST /api/v1/tokens", 201, token("new-secret"));
    assertThat(terminal.run("p2p", "token", "create", "--user", "me", "--scope", "publish,yank"))
        .isZero();
    assertThat(terminal.out()).isEqualTo("new-secret\n");
    assertThat(last().body()).contains("publish", "yank");
  }

  @Test
  void aTokenIsSavedForItsOwnerAlone() throws IOException {
    terminal.with("GGEN_TOKEN", "secret");
    registry.answer("POST /api/v1/tokens", 201, token("new-secret"));
    terminal.run("p2p", "token", "create", "--user", "me", "--scope", "publish", "--save");
    Path file = home.resolve(".config/ggen/token");
    assertThat(file).hasContent("new-secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(terminal.out() + terminal.err()).doesNotContain("new-secret");
  }

  @Test
  void tokensAreListedAndRevoked() {
    terminal.with("GGEN_TOKEN", "secret");
    registry.answer("GET /api/v1/tokens", 200, List.of(token(null)));
    registry.answer("DELETE /api/v1/tokens/t1", 204, "");
    terminal.run("p2p", "token", "list");
    assertThat(terminal.out()).contains("t1  me  publish  no end  last used never  laptop");
    assertThat(terminal.run("p2p", "token", "revoke", "t1")).isZero();
  }

  @Test
  void getDownloadsAndKeepsWhatIsThere() {
    PackageDocument document = registry.add("@s/a", "1.0.0", "content");
    registry.answer("GET " + API + "@s/a/%5E1", 200, document);
    assertThat(terminal.run("p2p", "get", "@s/a@^1")).isZero();
    assertThat(home.resolve("s-a-1.0.0.tgz")).hasContent("content");
    assertThat(terminal.run("p2p", "get", "@s/a@^1")).isEqualTo(2);
    assertThat(terminal.err()).contains("is there already; use --force");
    assertThat(terminal.run("p2p", "get", "@s/a@^1", "--output", "-")).isZero();
    assertThat(terminal.out()).isEqualTo("content");
  }

  @Test
  void installWithoutNamesAndLockIsAUsageError() {
    assertThat(terminal.run("p2p", "install")).isEqualTo(2);
    assertThat(terminal.err()).contains("name a package, or go where a ggen.lock is");
  }

  @Test
  void aConflictIsToldInFull() {
    registry.add("a", "1.0.0", "A", "c:^1");
    registry.add("b", "1.0.0", "B", "c:^2");
    registry.add("c", "1.0.0", "C1");
    registry.add("c", "2.0.0", "C2");
    assertThat(terminal.run("p2p", "install", "a", "b")).isEqualTo(1);
    assertThat(terminal.err()).contains("a@1.0.0 wants ^1", "b@1.0.0 wants ^2");
    assertThat(home.resolve("ggen.lock")).doesNotExist();
    assertThat(home.resolve("ggen_packages")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p2p install Bad_Name!",
        "p2p install a@^^1",
        "p2p yank a@1.0.0",
        "p2p yank a --reason x",
        "p2p yank a@^1 --reason x",
        "p2p search --limit 0",
        "p2p search --limit many",
        "p2p search --registry ftp://x",
        "p2p install a a",
        "p2p nothing",
        "p2p",
        "nothing",
        "p2p status --nothing",
        "p2p deprecate a@1.0.0",
        "p2p deprecate a@1.0.0 --undo -m x",
        "completion fish",
      })
  void whatIsNotUnderstoodEndsWithTwo(String arguments) {
    assertThat(terminal.run(arguments.split(" ", -1))).isEqualTo(2);
    assertThat(terminal.err()).startsWith("ggen: ").doesNotContain("\tat ");
    assertThat(terminal.out()).isEmpty();
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void whoDoesNotNameACommandSeesThem() {
    assertThat(terminal.run()).isEqualTo(2);
    assertThat(terminal.err()).contains("Which command?", "ggen p2p start");
    assertThat(terminal.run("p2p")).isEqualTo(2);
    assertThat(terminal.err()).contains("Which command?", "  publish ");
    assertThat(terminal.run("p2p", "tag")).isEqualTo(2);
    assertThat(terminal.err()).contains("  list ", "  remove ");
  }

  @Test
  void whatIsNotThereIsAFailureAndNamed() {
    assertThat(terminal.run("p2p", "publish", "nowhere")).isEqualTo(1);
    assertThat(terminal.err()).contains("There is no file or directory").contains("nowhere");
    assertThat(terminal.run("p2p", "owner", "list", "none")).isEqualTo(1);
    assertThat(terminal.err()).isEqualTo("ggen: There is no package 'none'.\n");
  }

  @Test
  void aMistypedWordIsNamed() {
    terminal.run("p2p", "serch", "x");
    assertThat(terminal.err()).startsWith("ggen: 'serch' is not understood.").contains("search");
    terminal.run("p2p", "install", "a@^^1");
    assertThat(terminal.err()).contains("^^1").contains("range");
    terminal.run("p2p", "search", "--limt", "3");
    assertThat(terminal.err()).startsWith("ggen: There is no option '--limt' here.");
    assertThat(terminal.err()).contains("--limit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "publish",
        "search",
        "install",
        "get",
        "yank",
        "unyank",
        "deprecate",
        "tag",
        "owner",
        "token",
        "status",
        "start"
      })
  void everyCommandHasHelpWithExamples(String command) {
    assertThat(terminal.run("p2p", command, "--help")).isZero();
    assertThat(terminal.out()).contains("Usage: ggen p2p " + command, "Example");
    terminal.run("p2p", "--help");
    assertThat(terminal.out()).contains("  " + command + " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p2p",
        "p2p tag list",
        "p2p tag set",
        "p2p owner add",
        "p2p token create",
        "p2p token revoke",
        "completion"
      })
  void partsOfCommandsHaveHelpToo(String command) {
    assertThat(terminal.run((command + " -h").split(" ", -1))).isZero();
    assertThat(terminal.out()).contains("Usage: ggen " + command, "--help");
  }

  @Test
  void colourIsUsedOnlyWhereItIsWanted() {
    terminal.run("p2p", "search", "--help");
    assertThat(terminal.out()).doesNotContain("\u001b");
    terminal.watched().run("p2p", "search", "--help");
    assertThat(terminal.out()).contains("\u001b");
    terminal.with("NO_COLOR", "1").run("p2p", "search", "--help");
    assertThat(terminal.out()).doesNotContain("\u001b");
  }

  @Test
  void theCompletionScriptKnowsEveryCommand() {
    assertThat(terminal.run("completion", "bash")).isZero();
    assertThat(terminal.out()).contains("complete -F", "deprecate", "--frozen");
    terminal.run("completion", "zsh");
    assertThat(terminal.out()).startsWith("autoload");
  }

  @Test
  void whatTheRegistrySaysIsPassedOn() {
    registry.answer(
        "DELETE " + API + "a/1.0.0?reason=x",
        403,
        StubRegistry.problem(403, "not-owner", "Only alice may do that."));
    terminal.with("GGEN_TOKEN", "secret");
    assertThat(terminal.run("p2p", "yank", "a@1.0.0", "-r", "x", "--json")).isEqualTo(1);
    assertThat(terminal.err()).isEqualTo("ggen: Only alice may do that.\n");
    assertThat(json().at("/error/code").asString()).isEqualTo("not-owner");
  }
}

package dev.ggen.registry.cli;

import dev.ggen.registry.api.TokenDocument;
import dev.ggen.registry.cli.remote.TokenSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ggen p2p token}. */
@Command(
    name = "token",
    description = "Makes, shows and ends API tokens; needs an admin's token.",
    footer = {
      "%nExamples:",
      "  ggen p2p token create --user alice --scope publish,yank --expires-in-days 90",
      "  ggen p2p token create --user me --scope publish --save",
      "  ggen p2p token list",
      "  ggen p2p token revoke t_4f2a"
    })
final class TokenCommand {
  @Mixin final HelpOption help = new HelpOption();

  private final Surroundings around;

  TokenCommand(Surroundings around) {
    this.around = around;
  }

  @Command(
      name = "create",
      description = "Makes a token and prints it once; it can't be had again.")
  int create(
      @Mixin CommonOptions options,
      @Option(names = "--user", required = true, paramLabel = "USER", description = "Whose it is.")
          String user,
      @Option(
              names = "--scope",
              required = true,
              split = ",",
              paramLabel = "SCOPE",
              description = "publish, yank or admin; several by comma.")
          List<String> scopes,
      @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
          @Nullable String description,
      @Option(
              names = "--expires-in-days",
              paramLabel = "N",
              description = "How long it is valid; else for ever.")
          @Nullable Integer days,
      @Option(
              names = "--save",
              description = {
                "Keep it as your own instead of printing it, in",
                "~/.config/ggen/token."
              })
          boolean save)
      throws IOException {
    Session session = new Session(around, options);
    TokenDocument made =
        session.client().createToken(new TokenDocument.Request(user, description, scopes, days));
    if (save) {
      Path file = TokenFile.save(configuration(), Given.value(made.token()));
      session.result(withoutSecret(made), "Saved token %s in %s.".formatted(made.id(), file));
    } else {
      session.note("Token %s of %s; it is shown only now:".formatted(made.id(), made.user()));
      session.result(made, Given.value(made.token()));
    }
    return 0;
  }

  private Path configuration() {
    return new TokenSearch(around.environment(), around.home(), around.workingDirectory())
        .configuration();
  }

  private static TokenDocument withoutSecret(TokenDocument token) {
    return new TokenDocument(
        token.id(),
        token.user(),
        token.description(),
        token.scopes(),
        token.createdAt(),
        token.expiresAt(),
        token.lastUsedAt(),
        null);
  }

  @Command(name = "list", description = "Shows the tokens that are valid.")
  int list(@Mixin CommonOptions options) {
    Session session = new Session(around, options);
    List<TokenDocument> tokens = session.client().tokens();
    session.result(
        tokens, tokens.stream().map(TokenCommand::line).collect(Collectors.joining("\n")));
    return 0;
  }

  private static String line(TokenDocument token) {
    return "%s  %s  %s  %s  last used %s  %s"
        .formatted(
            token.id(),
            Plain.line(token.user()),
            String.join(",", token.scopes()),
            token.expiresAt() == null ? "no end" : "until " + token.expiresAt(),
            token.lastUsedAt() == null ? "never" : token.lastUsedAt(),
            Plain.line(token.description()));
  }

  @Command(name = "revoke", description = "Ends a token at once.")
  int revoke(
      @Mixin CommonOptions options,
      @Parameters(paramLabel = "ID", description = "Its id, see 'token list'.") String id) {
    Session session = new Session(around, options);
    session.client().revokeToken(id);
    session.result(new Revoked(id), "Revoked token %s.".formatted(id));
    return 0;
  }

  /**
   * A token that has ended.
   *
   * @param revoked its id
   */
  record Revoked(String revoked) {}
}

package dev.ggen.registry.web;

import dev.ggen.registry.api.TokenDocument;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.port.Tokens;
import dev.ggen.registry.web.problem.Fails;
import dev.ggen.registry.web.problem.ProblemCode;
import dev.ggen.registry.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes and ends API tokens. */
@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "tokens")
final class TokenController {
  /** The longest time that a token may be valid, if it is to end: ten years. */
  static final int MAX_DAYS = 3650;

  private final Tokens tokens;

  TokenController(Tokens tokens) {
    this.tokens = tokens;
  }

  @Operation(
      summary = "Make a token",
      description = "The answer has the secret; it can't be had again.",
      security = @SecurityRequirement(name = "token", scopes = "admin"))
  @ApiResponse(responseCode = "201", description = "The token with its secret")
  @Fails({
    ProblemCode.MALFORMED_BODY,
    ProblemCode.BODY_TOO_LARGE,
    ProblemCode.UNSUPPORTED_MEDIA_TYPE
  })
  @PostMapping(consumes = "application/json", produces = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  TokenDocument issue(Actor actor, @RequestBody TokenDocument.Request wanted) {
    Tokens.Issued issued =
        tokens.issue(
            actor,
            Requests.required(wanted.user(), "user"),
            Objects.requireNonNullElse(wanted.description(), ""),
            scopes(wanted.scopes()),
            validity(wanted.expiresInDays()));
    return TokenDocument.of(issued.info(), issued.secret());
  }

  @Operation(
      summary = "The tokens",
      description = "Those that have neither ended nor been revoked, oldest first.",
      security = @SecurityRequirement(name = "token", scopes = "admin"))
  @GetMapping(produces = "application/json")
  List<TokenDocument> list() {
    return tokens.list().stream().map(info -> TokenDocument.of(info, null)).toList();
  }

  @Operation(
      summary = "Revoke a token",
      description = "It ends at once.",
      security = @SecurityRequirement(name = "token", scopes = "admin"))
  @ApiResponse(responseCode = "204", description = "Revoked")
  @Fails(ProblemCode.TOKEN_NOT_FOUND)
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(Actor actor, @PathVariable String id) {
    tokens.revoke(actor, id);
  }

  private static Set<TokenScope> scopes(List<String> labels) {
    Set<TokenScope> scopes = EnumSet.noneOf(TokenScope.class);
    labels.forEach(label -> scopes.add(scope(label)));
    if (scopes.isEmpty()) {
      throw new ProblemException(
          ProblemCode.INVALID_REQUEST, "A token needs scopes; there are " + known() + ".");
    }
    return scopes;
  }

  private static TokenScope scope(String label) {
    return Arrays.stream(TokenScope.values())
        .filter(scope -> scope.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                ProblemCode.INVALID_REQUEST,
                "There is no scope '%s'; there are %s.".formatted(label, known())));
  }

  private static List<String> known() {
    return Arrays.stream(TokenScope.values()).map(TokenScope::label).toList();
  }

  private static @Nullable Duration validity(@Nullable Integer days) {
    if (days == null) {
      return null;
    }
    if (days < 1 || days > MAX_DAYS) {
      throw new ProblemException(
          ProblemCode.INVALID_REQUEST,
          "expiresInDays is from 1 to %d, not %d.".formatted(MAX_DAYS, days));
    }
    return Duration.ofDays(days);
  }
}

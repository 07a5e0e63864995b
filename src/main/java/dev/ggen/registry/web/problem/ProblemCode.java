package dev.ggen.registry.web.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every error that the REST interface answers, with its stable code. The one table: handlers,
 * OpenAPI and {@code docs/rest.md} follow it.
 */
public enum ProblemCode {
  /** A parameter or field breaks a rule. */
  INVALID_REQUEST(400, "A value of the request breaks a rule"),
  /** Broken JSON, an unknown field, or a broken multipart body. */
  MALFORMED_BODY(400, "The body can't be read"),
  /** What the HTTP server itself refuses. */
  MALFORMED_REQUEST(400, "This is not a well-formed HTTP request"),
  /** A mode whose parts do not run here. */
  MODE_UNAVAILABLE(400, "This registry does not run in that mode"),
  /** No token was sent where one is needed. */
  TOKEN_REQUIRED(401, "This needs a token"),
  /** A token was sent that is unknown, revoked or past its end. */
  TOKEN_INVALID(401, "The token is not valid"),
  /** The token does not allow this. */
  SCOPE_MISSING(403, "The token does not allow this"),
  /** The name belongs to other users. */
  NOT_OWNER(403, "The package belongs to others"),
  /** What Spring Security's firewall and the like refuse. */
  FORBIDDEN(403, "The request is not allowed"),
  /** No package of that name. */
  PACKAGE_NOT_FOUND(404, "There is no such package"),
  /** No such version, or none in the range. */
  VERSION_NOT_FOUND(404, "There is no such version"),
  /** No such tag. */
  TAG_NOT_FOUND(404, "There is no such tag"),
  /** No such owner. */
  OWNER_NOT_FOUND(404, "There is no such owner"),
  /** The version has no read-me. */
  README_NOT_FOUND(404, "The version has no read-me"),
  /** No token of that id. */
  TOKEN_NOT_FOUND(404, "There is no such token"),
  /** No operation at that path. */
  PATH_NOT_FOUND(404, "There is nothing at this path"),
  /** The path has other methods. */
  METHOD_NOT_ALLOWED(405, "The path has no such method"),
  /** No representation that the client accepts. */
  NOT_ACCEPTABLE(406, "There is no representation that you accept"),
  /** The body did not arrive in time. */
  REQUEST_TIMEOUT(408, "The request did not arrive in time"),
  /** The version exists with other bytes. */
  VERSION_EXISTS(409, "The version exists with other bytes"),
  /** The state of the package forbids it. */
  CONFLICT(409, "The state of the package forbids this"),
  /** A publish without any body. */
  LENGTH_REQUIRED(411, "The request has no body"),
  /** A limit for archives was passed. */
  ARCHIVE_TOO_LARGE(413, "The archive is too large"),
  /** A limit for other bodies was passed. */
  BODY_TOO_LARGE(413, "The body is too large"),
  /** A body of a kind that the operation does not read. */
  UNSUPPORTED_MEDIA_TYPE(415, "The body is of a kind that is not read here"),
  /** The range lies outside the archive. */
  RANGE_NOT_SATISFIABLE(416, "The range lies outside the archive"),
  /** An expectation other than 100-continue. */
  EXPECTATION_FAILED(417, "The expectation can't be met"),
  /** No archive, or one that is damaged. */
  BROKEN_ARCHIVE(422, "The archive can't be read"),
  /** The archive says nowhere what it is. */
  NO_MANIFEST(422, "The archive has no manifest"),
  /** The manifest breaks a rule. */
  INVALID_MANIFEST(422, "The manifest breaks a rule"),
  /** The archive could do harm when unpacked. */
  UNSAFE_ARCHIVE(422, "The archive is not safe to unpack"),
  /** The bounded places for waiting readers are taken. */
  TOO_MANY_READERS(429, "Too many readers wait for changes"),
  /** A fault of ours. */
  INTERNAL(500, "The registry failed"),
  /** A method or coding that the HTTP server does not know. */
  NOT_IMPLEMENTED(501, "The server does not know this method or coding"),
  /** Trying again later helps. */
  UNAVAILABLE(503, "The registry can't answer now"),
  /** Neither HTTP/1.0 nor 1.1. */
  HTTP_VERSION_NOT_SUPPORTED(505, "The server does not speak this version of HTTP");

  /** What the type of every problem begins with. */
  public static final String TYPE_PREFIX = "urn:ggen:problem:";

  private static final Map<String, ProblemCode> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(ProblemCode::code, Function.identity()));

  private final int status;
  private final String title;

  ProblemCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The last part of the type, for example {@code package-not-found}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The problem's {@code type}. */
  public String type() {
    return TYPE_PREFIX + code();
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The kind of error in words. */
  public String title() {
    return title;
  }

  /** The entry of a code, if it is in the table. */
  public static Optional<ProblemCode> of(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  /** What stands for a status that a framework or the HTTP server chose. */
  public static ProblemCode ofStatus(int status) {
    return switch (status) {
      case 401 -> TOKEN_REQUIRED;
      case 403 -> FORBIDDEN;
      case 404 -> PATH_NOT_FOUND;
      case 409 -> CONFLICT;
      case 413 -> BODY_TOO_LARGE;
      default -> firstOf(status);
    };
  }

  private static ProblemCode firstOf(int status) {
    ProblemCode other = status >= 500 ? INTERNAL : MALFORMED_REQUEST;
    return Arrays.stream(values())
        .filter(code -> code.status == status && code != INVALID_REQUEST && code != MALFORMED_BODY)
        .findFirst()
        .orElse(other);
  }
}

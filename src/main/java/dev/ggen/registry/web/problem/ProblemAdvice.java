package dev.ggen.registry.web.problem;

import dev.ggen.registry.model.InvalidValueException;
import dev.ggen.registry.port.RegistryException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Answers every exception of a handler with a problem; nothing of the exception leaks. */
@ControllerAdvice
public final class ProblemAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  /** What an edge found. */
  @ExceptionHandler
  void problem(ProblemException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemWriter.write(request, response, e.code(), e.getMessage());
  }

  /** What the registry found. */
  @ExceptionHandler
  void registry(RegistryException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (e instanceof RegistryException.Unavailable) {
      LOG.warn("{} {}: {}", request.getMethod(), request.getRequestURI(), e.getMessage(), e);
    }
    ProblemWriter.write(
        request, response, RegistryProblems.code(e), e.getMessage(), RegistryProblems.faults(e));
  }

  /** A name, version or other value of the domain. */
  @ExceptionHandler
  void value(InvalidValueException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemWriter.write(request, response, ProblemCode.INVALID_REQUEST, e.getMessage());
  }

  /** A JSON body. */
  @ExceptionHandler
  void body(
      HttpMessageNotReadableException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (e.getMostSpecificCause() instanceof BodyTooLargeException tooLarge) {
      ProblemWriter.write(request, response, ProblemCode.BODY_TOO_LARGE, tooLarge.getMessage());
    } else if (e.getMostSpecificCause() instanceof InvalidValueException invalid) {
      ProblemWriter.write(request, response, ProblemCode.INVALID_REQUEST, invalid.getMessage());
    } else {
      ProblemWriter.write(request, response, ProblemCode.MALFORMED_BODY, UnreadableBody.detail(e));
    }
  }

  /** A parameter of the wrong type. */
  @ExceptionHandler
  void parameter(
      MethodArgumentTypeMismatchException e,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    boolean flag = e.getRequiredType() == boolean.class || e.getRequiredType() == Boolean.class;
    ProblemWriter.write(
        request,
        response,
        ProblemCode.INVALID_REQUEST,
        "%s is %s, not '%s'."
            .formatted(e.getName(), flag ? "true or false" : "a whole number", e.getValue()));
  }

  /** What Spring MVC found: no handler, method, media type, parameter. */
  @ExceptionHandler({Exception.class})
  void other(Exception e, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    if (response.isCommitted()) {
      throw e;
    }
    switch (e) {
      case ErrorResponse framework -> framework(framework, e, request, response);
      case SocketTimeoutException _ ->
          ProblemWriter.write(
              request,
              response,
              ProblemCode.REQUEST_TIMEOUT,
              "Nothing arrived for too long; send the body without pauses.");
      default -> {
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        ProblemWriter.write(
            request,
            response,
            ProblemCode.INTERNAL,
            "This is a fault of the registry; its log has more under the request id.");
      }
    }
  }

  private static void framework(
      ErrorResponse e, Exception cause, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpHeaders headers = e.getHeaders();
    headers.forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
    ProblemCode code = ProblemCode.ofStatus(e.getStatusCode().value());
    if (code.status() >= 500) {
      LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), cause);
    }
    ProblemWriter.write(request, response, code, detail(cause, request));
  }

  private static String detail(Exception e, HttpServletRequest request) {
    return switch (e) {
      case HttpRequestMethodNotSupportedException method ->
          "%s has no %s; it has %s."
              .formatted(
                  request.getRequestURI(),
                  method.getMethod(),
                  list(method.getSupportedHttpMethods()));
      case HttpMediaTypeNotSupportedException type ->
          "Send %s, not %s."
              .formatted(
                  type.getSupportedMediaTypes().isEmpty()
                      ? "another Content-Type"
                      : list(type.getSupportedMediaTypes()),
                  type.getContentType() == null ? "a body without type" : type.getContentType());
      case MissingServletRequestParameterException missing ->
          "The parameter '%s' is missing.".formatted(missing.getParameterName());
      case ErrorResponse framework -> general(framework.getStatusCode().value(), request);
      default -> throw new IllegalArgumentException(e);
    };
  }

  private static String list(@Nullable Collection<?> values) {
    return values == null
        ? "none"
        : values.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }

  private static String general(int status, HttpServletRequest request) {
    return switch (status) {
      case 404 ->
          "There is nothing at %s; the operations are at /v3/api-docs and /swagger-ui.html."
              .formatted(request.getRequestURI());
      case 406 -> "The answer is JSON; accept application/json.";
      default -> ProblemCode.ofStatus(status).title() + ".";
    };
  }
}

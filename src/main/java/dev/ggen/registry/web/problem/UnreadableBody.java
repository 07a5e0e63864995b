package dev.ggen.registry.web.problem;

import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in users' words why a JSON body could not be read. */
final class UnreadableBody {
  private UnreadableBody() {}

  static String detail(HttpMessageNotReadableException e) {
    return switch (e.getCause()) {
      case UnrecognizedPropertyException unknown ->
          "Unknown field '%s'%s; the fields are %s."
              .formatted(unknown.getPropertyName(), place(unknown), unknown.getKnownPropertyIds());
      case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() ->
          "The value of '%s'%s is of the wrong kind."
              .formatted(mismatch.getPath().getLast().getPropertyName(), place(mismatch));
      case JacksonException broken ->
          "The body is not the JSON that is wanted here%s.".formatted(place(broken));
      case null, default -> "The body is missing; send JSON.";
    };
  }

  private static String place(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    return location == null || location.getLineNr() < 1
        ? ""
        : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
  }
}

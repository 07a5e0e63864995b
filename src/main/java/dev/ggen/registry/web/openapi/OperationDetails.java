package dev.ggen.registry.web.openapi;

import dev.ggen.registry.api.ProblemDocument;
import dev.ggen.registry.web.problem.Fails;
import dev.ggen.registry.web.problem.ProblemCode;
import dev.ggen.registry.web.problem.ProblemWriter;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Adds to each operation its errors and examples, from {@link Fails} and {@link Examples}. */
final class OperationDetails implements OperationCustomizer {
  private static final Map<String, String> PARAMETER_EXAMPLES =
      Map.of(
          "name", Examples.NAME,
          "version", "^1.2",
          "tag", "beta",
          "user", "grace",
          "id", "k3v9x2",
          "mode", "central");

  private static final Map<String, String> PARAMETER_TEXTS =
      Map.of(
          "name", "The package, with its scope",
          "version", "A version, a tag or a range",
          "tag", "The tag",
          "user", "The user that a token belongs to",
          "id", "The token's id",
          "mode", "`central`; more modes come with peers");

  private final JsonMapper mapper;

  OperationDetails(JsonMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    List<Parameter> parameters = operation.getParameters();
    if (parameters != null) {
      parameters.forEach(OperationDetails::describe);
    }
    successExamples(operation, handler);
    requestExample(operation, handler);
    for (ProblemCode code : problems(operation, handler)) {
      addProblem(operation, code);
    }
    return operation;
  }

  private static void describe(Parameter parameter) {
    if (parameter.getExample() == null && !"query".equals(parameter.getIn())) {
      parameter.setExample(PARAMETER_EXAMPLES.get(parameter.getName()));
    }
    if (parameter.getDescription() == null) {
      parameter.setDescription(PARAMETER_TEXTS.get(parameter.getName()));
    }
  }

  private void successExamples(Operation operation, HandlerMethod handler) {
    ResolvableType type = ResolvableType.forMethodParameter(handler.getReturnType());
    boolean many = List.class.isAssignableFrom(type.toClass());
    boolean wrapped = many || ResponseEntity.class.isAssignableFrom(type.toClass());
    Class<?> document = wrapped ? type.getGeneric(0).toClass() : type.toClass();
    Examples.of(document)
        .map(example -> many ? List.of(example) : example)
        .ifPresent(example ->
            operation
                .getResponses()
                .forEach((status, response) -> {
                  if (status.startsWith("2") && response.getContent() != null) {
                    response.getContent().values().forEach(body -> body.setExample(tree(example)));
                  }
                }));
  }

  private void requestExample(Operation operation, HandlerMethod handler) {
    for (MethodParameter parameter : handler.getMethodParameters()) {
      if (parameter.hasParameterAnnotation(RequestBody.class)) {
        Examples.of(parameter.getParameterType())
            .ifPresent(example ->
                operation
                    .getRequestBody()
                    .getContent()
                    .values()
                    .forEach(body -> body.setExample(tree(example))));
      }
    }
  }

  /** As plain maps: the description is written by another Jackson than ours. */
  private Object tree(Object example) {
    JsonNode node = mapper.valueToTree(example);
    return mapper.convertValue(node, Object.class);
  }

  private static Set<ProblemCode> problems(Operation operation, HandlerMethod handler) {
    Set<ProblemCode> codes =
        EnumSet.of(
            ProblemCode.TOKEN_REQUIRED,
            ProblemCode.TOKEN_INVALID,
            ProblemCode.NOT_ACCEPTABLE,
            ProblemCode.INTERNAL);
    List<Parameter> parameters = operation.getParameters();
    boolean hasParameters = parameters != null && !parameters.isEmpty();
    if (hasParameters || operation.getRequestBody() != null) {
      codes.add(ProblemCode.INVALID_REQUEST);
    }
    if (parameters != null && parameters.stream().anyMatch(p -> "mode".equals(p.getName()))) {
      codes.add(ProblemCode.MODE_UNAVAILABLE);
    }
    if (operation.getSecurity() != null) {
      codes.add(ProblemCode.SCOPE_MISSING);
    }
    Fails fails = handler.getMethodAnnotation(Fails.class);
    if (fails != null) {
      codes.addAll(List.of(fails.value()));
    }
    return codes;
  }

  private void addProblem(Operation operation, ProblemCode code) {
    ApiResponse response =
        operation
            .getResponses()
            .computeIfAbsent(
                Integer.toString(code.status()), _ -> new ApiResponse().description(""));
    List<String> titles = new ArrayList<>(List.of(response.getDescription().split("; ")));
    titles.removeIf(String::isEmpty);
    titles.add(code.title());
    response.setDescription(String.join("; ", titles));
    if (response.getContent() == null) {
      response.setContent(new Content());
    }
    response
        .getContent()
        .computeIfAbsent(ProblemWriter.MEDIA_TYPE, _ -> problemBody())
        .addExamples(code.code(), new Example().value(tree(example(code))));
  }

  private static MediaType problemBody() {
    return new MediaType().schema(new Schema<>().$ref("#/components/schemas/ProblemDocument"));
  }

  private static ProblemDocument example(ProblemCode code) {
    List<ProblemDocument.Fault> faults =
        code.status() == 422
            ? List.of(
                new ProblemDocument.Fault(
                    "ggen.toml", 3, 11, "'one' is not a version; write three numbers."))
            : null;
    return new ProblemDocument(
        code.type(),
        code.title(),
        code.status(),
        "What was wrong here, and what to do instead.",
        "/api/v1/packages",
        "4q7ws0v8k1zj3h5n",
        faults);
  }
}

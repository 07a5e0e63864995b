package dev.ggen.registry.web.openapi;

import dev.ggen.registry.api.ProblemDocument;
import dev.ggen.registry.port.Actor;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import tools.jackson.databind.json.JsonMapper;

/** What springdoc can't see in the handlers. Made when the description is first asked for. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class OpenApiDescription {
  /** The name of the security scheme that operations refer to. */
  static final String TOKEN = "token";

  @Bean
  @Lazy
  OpenAPI openApi() {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Actor.class);
    return new OpenAPI()
        .info(
            new Info()
                .title("Package registry")
                .version("1")
                .description(
                    "Publish, find and install packages. Reading is open; writing needs a token:"
                        + " press Authorize. Names with a scope may stand in a path as they are"
                        + " (`@acme/http-client`) or with the slash encoded. Every error is a"
                        + " problem document (RFC 9457) with a stable `type`."))
        .servers(List.of(new Server().url("/")))
        .components(
            new Components()
                .schemas(ModelConverters.getInstance(true).readAll(ProblemDocument.class))
                .addSecuritySchemes(
                    TOKEN,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description(
                            "An API token. That of the first start is in the file `admin-token` of"
                                + " the data directory.")));
  }

  /** A nested record is named with its document: two of them are called {@code Request}. */
  @Bean
  @Lazy
  ModelResolver modelResolver(ObjectMapperProvider mappers) {
    return new ModelResolver(mappers.jsonMapper(), new NestedNames());
  }

  @Bean
  @Lazy
  OperationCustomizer exampleCustomizer(JsonMapper mapper) {
    return new OperationDetails(mapper);
  }
}

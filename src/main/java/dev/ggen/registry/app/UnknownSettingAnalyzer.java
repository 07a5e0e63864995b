package dev.ggen.registry.app;

import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Tells an operator which setting does not exist, and where it was written. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownSettingAnalyzer
    extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {
  @Override
  protected FailureAnalysis analyze(
      Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
    String unknown =
        cause.getUnboundProperties().stream()
            .map(property -> property.getName() + " (" + property.getOrigin() + ")")
            .sorted()
            .collect(Collectors.joining(", "));
    return new FailureAnalysis(
        "There is no setting %s.".formatted(unknown),
        "Remove or correct it; docs/configuration.md lists every setting.",
        cause);
  }
}

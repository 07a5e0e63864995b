package dev.ggen.registry.app;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Tells an operator which setting stopped the start and what it may be. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingException cause) {
    return new FailureAnalysis(
        "The setting %s can't be used. %s".formatted(cause.key(), cause.getMessage()),
        "Correct it in application.yml, in the environment or on the command line;"
            + " docs/configuration.md explains each setting.",
        cause);
  }
}

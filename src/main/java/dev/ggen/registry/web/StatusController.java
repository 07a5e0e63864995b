package dev.ggen.registry.web;

import dev.ggen.registry.api.StatusDocument;
import dev.ggen.registry.port.RegistryStatus;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells what this registry is and holds. */
@RestController
@Tag(name = "status")
final class StatusController {
  private final RegistryStatus status;
  private final ServiceFacts facts;

  StatusController(RegistryStatus status, ServiceFacts facts) {
    this.status = status;
    this.facts = facts;
  }

  @Operation(summary = "What this registry is and holds")
  @GetMapping(path = "/api/v1/status", produces = "application/json")
  StatusDocument status() {
    RegistryStatus.Snapshot now = status.snapshot();
    return new StatusDocument(
        facts.version(),
        facts.mode(),
        Duration.between(facts.startedAt(), Instant.now()).toSeconds(),
        now.packages(),
        now.versions(),
        now.archiveBytes(),
        now.sequence(),
        now.indexedSequence());
  }

  /** People who open the server in a browser find the operations. */
  @Hidden
  @GetMapping("/")
  void root(HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_FOUND);
    response.setHeader("Location", "/swagger-ui.html");
  }
}

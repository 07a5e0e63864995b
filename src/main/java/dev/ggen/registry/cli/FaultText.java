package dev.ggen.registry.cli;

import dev.ggen.registry.api.ProblemDocument;
import dev.ggen.registry.port.Problem;

/** Faults of archives as {@code file:line:column: message}. Pure. */
final class FaultText {
  private FaultText() {}

  static String of(ProblemDocument.Fault fault) {
    int line = fault.line() == null ? 0 : fault.line();
    int column = fault.column() == null ? 0 : fault.column();
    return Plain.line(new Problem(fault.file(), line, column, fault.message()).text());
  }
}

package dev.ggen.registry.web.problem;

import dev.ggen.registry.api.ProblemDocument;
import dev.ggen.registry.port.Problem;
import dev.ggen.registry.port.RegistryException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which problem answers which {@link RegistryException}. */
final class RegistryProblems {
  private RegistryProblems() {}

  /** The table's entry of the exception's code; else the general one of its kind. */
  static ProblemCode code(RegistryException e) {
    return ProblemCode.of(e.code()).orElseGet(() -> general(e));
  }

  private static ProblemCode general(RegistryException e) {
    return switch (e) {
      case RegistryException.Invalid _ -> ProblemCode.INVALID_REQUEST;
      case RegistryException.InvalidArchive _ -> ProblemCode.BROKEN_ARCHIVE;
      case RegistryException.TooLarge _ -> ProblemCode.ARCHIVE_TOO_LARGE;
      case RegistryException.NotFound _ -> ProblemCode.PATH_NOT_FOUND;
      case RegistryException.VersionTaken _ -> ProblemCode.VERSION_EXISTS;
      case RegistryException.Conflict _ -> ProblemCode.CONFLICT;
      case RegistryException.NotAllowed _ -> ProblemCode.NOT_OWNER;
      case RegistryException.Unavailable _ -> ProblemCode.UNAVAILABLE;
    };
  }

  /** The faults of an archive; null for every other kind. */
  static @Nullable List<ProblemDocument.Fault> faults(RegistryException e) {
    return e instanceof RegistryException.InvalidArchive archive
        ? archive.problems().stream().map(RegistryProblems::fault).toList()
        : null;
  }

  private static ProblemDocument.Fault fault(Problem problem) {
    return new ProblemDocument.Fault(
        problem.file(),
        problem.line() == 0 ? null : problem.line(),
        problem.column() == 0 ? null : problem.column(),
        problem.message());
  }
}

package dev.ggen.registry.cli;

import dev.ggen.registry.cli.install.InstallException;
import dev.ggen.registry.cli.remote.Documents;
import dev.ggen.registry.cli.remote.RemoteException;
import dev.ggen.registry.cli.resolve.UnsolvableException;
import dev.ggen.registry.model.InvalidValueException;
import dev.ggen.registry.port.RegistryException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what went wrong: to people on standard error, to programs as JSON as well. */
final class ErrorReport {
  /** Exit code of a command that was understood and failed. */
  static final int FAILED = 1;

  /** Exit code of a command that was not understood. */
  static final int USAGE = 2;

  private static final String BUG = "internal";

  private final Surroundings around;
  private final boolean json;

  ErrorReport(Surroundings around, boolean json) {
    this.around = around;
    this.json = json;
  }

  /**
   * An error for programs.
   *
   * @param error what went wrong
   */
  record ErrorDocument(Detail error) {}

  /**
   * What went wrong.
   *
   * @param code a stable word
   * @param message for people
   */
  record Detail(String code, String message) {}

  int usage(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    tell(new Detail("usage", text(problem)));
    if (json || UnmatchedArgumentException.printSuggestions(problem, command.getErr())) {
      return USAGE;
    }
    if (problem instanceof UnmatchedArgumentException || command.getSubcommands().isEmpty()) {
      around.err().println("Try '%s --help'.".formatted(command.getCommandSpec().qualifiedName()));
    } else {
      command.usage(command.getErr());
    }
    return USAGE;
  }

  private static String text(ParameterException problem) {
    if (!(problem instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(problem.getMessage());
    }
    String first = unmatched.getUnmatched().getFirst();
    return unmatched.isUnknownOption()
        ? "There is no option '%s' here.".formatted(first)
        : "'%s' is not understood.".formatted(first);
  }

  int failure(Exception problem, CommandLine command, @Nullable ParseResult parsed) {
    if (problem instanceof InvalidValueException invalid) {
      tell(new Detail("usage", String.valueOf(invalid.getMessage())));
      return USAGE;
    }
    Detail detail = detail(problem);
    tell(detail);
    if (detail.code().equals(BUG)) {
      problem.printStackTrace(around.err());
    }
    return FAILED;
  }

  /** What an exception says to people and programs. */
  static Detail detail(Exception problem) {
    return switch (problem) {
      case RemoteException remote -> new Detail(remote.code(), text(remote));
      case InstallException install ->
          new Detail(
              install.kind().name().toLowerCase(Locale.ROOT), String.valueOf(install.getMessage()));
      case UnsolvableException conflict ->
          new Detail("conflict", String.valueOf(conflict.getMessage()));
      case RegistryException refused -> new Detail(refused.code(), text(refused));
      case IOException io -> new Detail("files", text(io));
      default -> new Detail(BUG, "This is a fault of ggen itself, please report it: " + problem);
    };
  }

  /** The faults of an archive one by one, each with its place. */
  static String text(RemoteException problem) {
    if (!(problem instanceof RemoteException.Refused refused) || refused.faults().isEmpty()) {
      return String.valueOf(problem.getMessage());
    }
    StringBuilder text = new StringBuilder("The registry refused the archive:");
    refused.faults().forEach(fault -> text.append("\n  ").append(FaultText.of(fault)));
    return text.toString();
  }

  private static String text(RegistryException problem) {
    if (!(problem instanceof RegistryException.InvalidArchive invalid)) {
      return String.valueOf(problem.getMessage());
    }
    StringBuilder text = new StringBuilder("The package breaks a rule:");
    invalid.problems().forEach(each -> text.append("\n  ").append(Plain.line(each.text())));
    return text.toString();
  }

  private static String text(IOException problem) {
    String said = problem.getMessage();
    String kind = problem.getClass().getSimpleName().replaceFirst("Exception$", "");
    return switch (problem) {
      case NoSuchFileException _ -> "There is no file or directory '%s'.".formatted(said);
      case AccessDeniedException _ -> "'%s' can't be used: permission denied.".formatted(said);
      default -> said == null ? kind : kind + ": " + said;
    };
  }

  private void tell(Detail detail) {
    String text = Plain.lines(detail.message());
    around.err().println("ggen: " + text);
    if (json) {
      around.out().println(Documents.write(new ErrorDocument(detail)));
    }
  }
}

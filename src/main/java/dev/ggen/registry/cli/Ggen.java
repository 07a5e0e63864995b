package dev.ggen.registry.cli;

import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.InvalidValueException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where the command line begins. */
public final class Ggen {
  private Ggen() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(Surroundings.ofProcess(), arguments));
  }

  /** Runs one command; 0 if it did what it was asked, 1 if not, 2 if it was not understood. */
  static int run(Surroundings around, String... arguments) {
    CommandLine tree = GgenCommand.tree(around, List.of(arguments));
    Help.Ansi ansi = around.colours() ? Help.Ansi.ON : Help.Ansi.OFF;
    boolean json = Arrays.asList(arguments).contains("--json");
    ErrorReport errors = new ErrorReport(around, json);
    int code =
        tree.setOut(writer(around.out()))
            .setErr(writer(around.err()))
            .setColorScheme(Help.defaultColorScheme(ansi))
            .setUsageHelpAutoWidth(false)
            .setUsageHelpWidth(Math.clamp(around.columns(), 60, 120))
            .registerConverter(PackageSpec.class, converter(PackageSpec::of))
            .registerConverter(DistTag.class, converter(DistTag::new))
            .setParameterExceptionHandler(errors::usage)
            .setExecutionExceptionHandler(errors::failure)
            .execute(arguments);
    around.out().flush();
    return code;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static <T> ITypeConverter<T> converter(Function<String, T> reader) {
    return text -> {
      try {
        return reader.apply(text);
      } catch (InvalidValueException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }
}

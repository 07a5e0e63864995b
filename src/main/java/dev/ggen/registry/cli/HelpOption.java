package dev.ggen.registry.cli;

import picocli.CommandLine.Option;

/**
 * The option that every command has. Commands declare it instead of getting it afterwards, because
 * picocli passes arguments to methods by their place among what was declared.
 */
class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}

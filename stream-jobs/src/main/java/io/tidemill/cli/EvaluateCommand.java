package io.tidemill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemill evaluate}: how good a pipeline is. */
@Command(
    name = "evaluate",
    description = "Says how good a pipeline's answers are.",
    subcommands = EvaluateStreamCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command, such as stream");
  }
}

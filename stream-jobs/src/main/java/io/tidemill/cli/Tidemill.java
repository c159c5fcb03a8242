package io.tidemill.cli;

import io.tidemill.pipeline.PipelineException;
import io.tidemill.signing.SigningKeyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code tidemill}. */
@Command(
    name = "tidemill",
    description = "Predicts every event of a stream and learns from what follows.",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      ExplainCommand.class,
      GenerateCommand.class,
      ModelsCommand.class,
      ForgetCommand.class,
      ReplayCommand.class,
      KeyCommand.class,
      ValidateCommand.class,
      SchemaCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Tidemill.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 wrong input or a failed run, 2 wrong usage, 130 ended by Ctrl-C.",
      "'tidemill COMMAND --help' tells more."
    })
public final class Tidemill implements Runnable {

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command with its subcommands, for tests to run with writers of their own. */
  static CommandLine commandLine() {
    return new CommandLine(new Tidemill())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(Tidemill::refuse)
        .setExecutionExceptionHandler(Tidemill::report);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }

  /** Wrong usage in two or three lines: the whole of it would hide what is wrong. */
  private static int refuse(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println(name + ": " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("'" + name + " --help' tells more.");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** What the user did wrong is said in its own words; what we did wrong with its stack trace. */
  private static int report(Exception e, CommandLine command, ParseResult arguments) {
    PrintWriter err = command.getErr();
    if (e instanceof PipelineException || e instanceof SigningKeyException) {
      err.println(e.getMessage());
    } else if (e instanceof IOException io) {
      err.println(command.getCommandSpec().qualifiedName() + ": " + message(io));
    } else if (e instanceof UncheckedIOException && e.getCause() instanceof IOException io) {
      err.println(command.getCommandSpec().qualifiedName() + ": " + message(io));
    } else {
      err.println(command.getCommandSpec().qualifiedName() + " failed:");
      e.printStackTrace(err);
    }
    err.flush();
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  /** What is wrong; that of a file system is the file alone, and its class says what. */
  private static String message(IOException e) {
    if (e instanceof FileSystemException file && file.getReason() == null) {
      String what =
          e instanceof NoSuchFileException
              ? "no such file"
              : e instanceof AccessDeniedException ? "access is denied" : e.getClass().getName();
      return file.getMessage() + ": " + what;
    }
    return String.valueOf(e.getMessage());
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Tidemill.class.getPackage().getImplementationVersion();
      return new String[] {
        "tidemill " + (version == null ? "(not packaged)" : version),
        "Java ${java.version} (${java.vendor})"
      };
    }
  }
}

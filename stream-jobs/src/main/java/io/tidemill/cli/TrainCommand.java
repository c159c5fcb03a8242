package io.tidemill.cli;

import io.tidemill.offline.OfflineTraining;
import io.tidemill.offline.Share;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.snapshot.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemill train}: the model of a pipeline, learned from files. */
@Command(
    name = "train",
    description = {
      "Learns the model of a pipeline from files, and says how good it is on rows that it has not"
          + " learned.",
      "The model can answer files (predict, explain) and begin a stream (run --model)."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PIPELINE.yaml", description = "The pipeline file.")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "FILE",
      required = true,
      arity = "1..*",
      description =
          "What to learn from: CSV or NDJSON files (also .gz); of images an idx file, or a folder"
              + " or tar with a folder for each class.")
  private List<Path> data = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Use only the first so many rows (of each key). Default: all.")
  private @Nullable Integer limit;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description =
          "Rows to choose the best weights by: a part below 1, or a number (of each key). The last"
              + " ones where order matters, else any. Default: ${DEFAULT-VALUE}.")
  private double validation;

  @Option(
      names = "--test",
      paramLabel = "FILE|SHARE",
      description = "Rows to judge the result by: a file, or a share after the validation's.")
  private @Nullable String test;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Passes over the rows, at most. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--patience",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Stop after so many passes that were no better on the validation; 0: never. Default:"
              + " ${DEFAULT-VALUE}.")
  private int patience;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the first weights, the order and the split. Default: the pipeline's.")
  private @Nullable Long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The model's file. Default: the pipeline's name and .model.")
  private @Nullable Path out;

  @Option(
      names = "--precision",
      paramLabel = "FORM",
      defaultValue = "float32",
      description =
          "Of the weights in the file: float32, bfloat16 or int8; what that costs is measured."
              + " Default: ${DEFAULT-VALUE}.")
  private Precision precision = Precision.FLOAT32;

  @Option(names = "--json", description = "Print the metrics as one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (epochs < 1 || patience < 0) {
      throw new ParameterException(
          spec.commandLine(), "--epochs must be at least 1 and --patience at least 0");
    }
    if (limit != null && limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit is " + limit + ": at least 1");
    }
    Pipeline pipeline = PipelineFile.read(file);
    if (seed != null) {
      pipeline = pipeline.withSeed(seed);
    }
    Share testShare =
        test == null || !isNumber(test) ? new Share(0) : share("--test", Double.parseDouble(test));
    new OfflineTraining(
            pipeline,
            data,
            limit == null ? Integer.MAX_VALUE : limit,
            share("--validation", validation),
            testShare,
            test == null || isNumber(test) ? null : Path.of(test),
            epochs,
            patience,
            out == null ? Path.of(pipeline.name() + ".model") : out,
            precision,
            isTerminal(),
            json)
        .run(spec.commandLine().getOut(), spec.commandLine().getErr());
    return 0;
  }

  /** Whether a person watches standard error. */
  private static boolean isTerminal() throws IOException {
    try (Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .systemOutput(TerminalBuilder.SystemOutput.SysErr)
            .dumb(true)
            .build()) {
      return !terminal.getType().startsWith(Terminal.TYPE_DUMB);
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("\\d+(\\.\\d+)?");
  }

  private Share share(String option, double amount) {
    try {
      return new Share(amount);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
    }
  }
}

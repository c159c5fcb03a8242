package io.tidemill.cli;

import io.tidemill.offline.OfflineAnswers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemill predict}: files answered by a trained model. */
@Command(
    name = "predict",
    description = {
      "Answers files with a model that was trained, and says how good the answers are as far as"
          + " the files tell."
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {

  @Mixin private TrainedModel trained = new TrainedModel();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      required = true,
      arity = "1..*",
      description = "What to answer: files as those of tidemill train; labels may be missing.")
  private List<Path> data = List.of();

  @Option(
      names = "--mark",
      paramLabel = "COLUMN",
      description =
          "Of task: reconstruct: a column that is 1 where a row is odd, to judge the scores by.")
  private @Nullable String mark;

  @Option(
      names = "--separate",
      description = "Each file begins anew: its keys are others than those of the file before it.")
  private boolean separate;

  @Option(names = "--out", paramLabel = "FILE", description = "A CSV file for every answer.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the metrics as one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    new OfflineAnswers(trained.pipeline(), trained.file(), data, mark, separate, out, json)
        .run(spec.commandLine().getOut(), spec.commandLine().getErr());
    return 0;
  }
}

package io.tidemill.cli;

import io.tidemill.offline.OfflineGeneration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemill generate}: more of what a model has learned. */
@Command(
    name = "generate",
    description = "Makes images like those that a model with task: generate has learned.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {

  private static final int MOST = 100_000;

  @Mixin private TrainedModel trained = new TrainedModel();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed, other images. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--out", paramLabel = "FILE", description = "A file in the idx format.")
  private @Nullable Path out;

  @Option(names = "--sheet", paramLabel = "FILE", description = "A PNG with all side by side.")
  private @Nullable Path sheet;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (count < 1 || count > MOST) {
      throw new ParameterException(
          spec.commandLine(), "--count is " + count + ": must be 1 to " + MOST);
    }
    if (out == null && sheet == null) {
      throw new ParameterException(spec.commandLine(), "name a file: --out, --sheet, or both");
    }
    new OfflineGeneration(trained.pipeline(), trained.file(), count, seed, out, sheet)
        .run(spec.commandLine().getErr());
    return 0;
  }
}

package io.tidemill.cli;

import io.tidemill.explain.GradientTimesInput;
import io.tidemill.explain.IntegratedGradients;
import io.tidemill.explain.Method;
import io.tidemill.explain.Occlusion;
import io.tidemill.layer.Embedding;
import io.tidemill.offline.OfflineExplanation;
import io.tidemill.pipeline.Pipeline;
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

/** {@code tidemill explain}: what one answer owes to what went in. */
@Command(
    name = "explain",
    description =
        "Says what the answer to one row owes to each input of it and of those before it.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

  private static final int POINTS = 64;

  /** The methods by their names. */
  private enum MethodName {
    INTEGRATED_GRADIENTS,
    GRADIENT_TIMES_INPUT,
    OCCLUSION
  }

  @Mixin private TrainedModel trained = new TrainedModel();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      required = true,
      description = "A file as those of tidemill train.")
  private Path data = Path.of("");

  @Option(names = "--key", paramLabel = "KEY", description = "Whose row. Default: the first key.")
  private @Nullable String key;

  @Option(
      names = "--row",
      paramLabel = "N",
      description =
          "Which row of the key, from 0; of the file where rows have nothing to do with each other,"
              + " as images. Default: the last.")
  private @Nullable Integer row;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description =
          "A class, or a target and its horizon as load+24. Default: the likeliest class, or the"
              + " first output.")
  private @Nullable String output;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "integrated_gradients, gradient_times_input or occlusion. Default: occlusion of texts,"
              + " whose characters have no gradient, else integrated_gradients.")
  private @Nullable MethodName method;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "Inputs to show, the weightiest first. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (top < 1) {
      throw new ParameterException(spec.commandLine(), "--top is " + top + ": at least 1");
    }
    Pipeline pipeline = trained.pipeline();
    new OfflineExplanation(
            pipeline, trained.file(), data, key, row, output, method(pipeline), top, json)
        .run(spec.commandLine().getOut(), spec.commandLine().getErr());
    return 0;
  }

  private Method method(Pipeline pipeline) {
    MethodName usual =
        pipeline.model().network().layers().get(0) instanceof Embedding
            ? MethodName.OCCLUSION
            : MethodName.INTEGRATED_GRADIENTS;
    return switch (method == null ? usual : method) {
      case INTEGRATED_GRADIENTS -> new IntegratedGradients(POINTS);
      case GRADIENT_TIMES_INPUT -> new GradientTimesInput();
      case OCCLUSION -> new Occlusion();
    };
  }
}

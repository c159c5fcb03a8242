package io.tidemill.cli;

import io.tidemill.local.LocalRun;
import io.tidemill.local.ReplayFeed;
import io.tidemill.local.RunPlan;
import io.tidemill.offline.ModelFile;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemill run}: the jobs of a pipeline of one's own, in one process. */
@Command(
    name = "run",
    description = {
      "Runs the inference and the learner of a pipeline in this process.",
      "With --kafka on what is on the topic there; with --replay on a file, to its end."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PIPELINE.yaml", description = "The pipeline file.")
  private Path file = Path.of("");

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description =
          "A CSV or NDJSON file (also .gz) to play into the topic; the run ends when all of it is"
              + " answered.")
  private @Nullable Path replay;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Labels to play beside the file, into the topic that the pipeline says; each when the"
              + " events have come to its time.")
  private @Nullable Path labels;

  @Option(
      names = "--speed",
      paramLabel = "N|max",
      defaultValue = "max",
      description =
          "Times the file's own pace, or as fast as the learner follows. Default:"
              + " ${DEFAULT-VALUE}.")
  private String speed = "max";

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "What tidemill train wrote: the stream's version 1, from which the learner goes on.")
  private @Nullable Path model;

  @Mixin private LocalOptions local = new LocalOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (replay == null && local.kafka == null) {
      throw new ParameterException(
          spec.commandLine(),
          "nothing feeds the pipeline: name a broker with --kafka, a file with --replay, or both");
    }
    if (replay == null && labels != null) {
      throw new ParameterException(
          spec.commandLine(), "--labels plays beside --replay: name the file with the events, too");
    }
    double speed = speed();
    Pipeline pipeline = local.widen(PipelineFile.read(file));
    pipeline.requireAnswers(); // before anything starts
    RunPlan plan =
        new RunPlan(
            pipeline,
            replay == null ? null : ReplayFeed.of(replay, labels, pipeline, speed),
            model == null ? null : ModelFile.read(model, pipeline),
            null,
            local.kafka,
            local.directory,
            pipeline.name(),
            null);
    return local.report(
        LocalRun.run(plan), spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  private double speed() {
    if (speed.equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double times = Double.parseDouble(speed);
      if (times > 0 && times <= 1e9) {
        return times;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new ParameterException(
        spec.commandLine(), "--speed is " + speed + ": must be max, or a number above 0");
  }
}

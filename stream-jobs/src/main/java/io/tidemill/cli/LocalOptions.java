package io.tidemill.cli;

import io.tidemill.job.BrokerConverter;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.local.RunOutcome;
import io.tidemill.pipeline.Execution;
import io.tidemill.pipeline.Pipeline;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands that run everything in one JVM have in common. */
final class LocalOptions {

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      converter = BrokerConverter.class,
      description = "A broker that is there, in place of one in this process.")
  @Nullable KafkaConnection kafka;

  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      description = "An empty folder for data, checkpoints and logs. Default: a temporary one.")
  @Nullable Path directory;

  @Option(
      names = "--json",
      description = "Print the summary as one JSON object on the last line of standard output.")
  boolean json;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Subtasks of the inference job. Default: what the pipeline says.")
  @Nullable Integer parallelism;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Refuses a number out of its range as wrong usage. */
  void checkRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          command.commandLine(), option + " is " + value + ": must be " + least + " to " + most);
    }
  }

  /** The pipeline, as wide as asked for. */
  Pipeline widen(Pipeline pipeline) {
    if (parallelism == null) {
      return pipeline;
    }
    checkRange("--parallelism", parallelism, 1, Execution.MAX_PARALLELISM);
    return pipeline.with(pipeline.execution().withParallelism(parallelism));
  }

  /** Prints how a run ended; the JSON last. */
  int report(RunOutcome outcome, PrintWriter out, PrintWriter err) {
    if (outcome.failure() != null) {
      err.println(outcome.failure());
      err.flush();
    }
    if (json) {
      out.println(outcome.summary().toJson());
    }
    out.flush();
    return outcome.exitCode();
  }
}

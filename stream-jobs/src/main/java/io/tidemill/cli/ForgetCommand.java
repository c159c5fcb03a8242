package io.tidemill.cli;

import io.tidemill.control.Order;
import io.tidemill.job.BrokerConverter;
import io.tidemill.kafka.ControlTopic;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.KeyTombstones;
import io.tidemill.kafka.TopicCreation;
import io.tidemill.local.Texts;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemill forget}: nothing of a key is remembered any more. */
@Command(
    name = "forget",
    description = {
      "Makes the running jobs of a pipeline forget a key.",
      "Its memory and what waits to be learned of it are dropped, and no event of it up to a time"
          + " is learned any more. What has been learned already stays in the weights."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // the command line sets what has a default
final class ForgetCommand implements Callable<Integer> {

  /** Until every subtask has been told, events of the key go on coming. */
  private static final Duration TELLING = Duration.ofSeconds(10);

  @Parameters(paramLabel = "PIPELINE.yaml", description = "The pipeline file.")
  private Path file = Path.of("");

  @Option(names = "--key", paramLabel = "KEY", required = true, description = "Whose events.")
  private String key = "";

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description =
          "Event time up to which they are not learned, as 2026-11-22T07:00:00Z, or 'ever'."
              + " Default: ten seconds from now.")
  private @Nullable String until;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      converter = BrokerConverter.class,
      defaultValue = "127.0.0.1:9092",
      description = "The brokers. Default: ${DEFAULT-VALUE}.")
  private KafkaConnection kafka;

  @Mixin private Signature signature = new Signature();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Order.Forget order = new Order.Forget(key, until());
    Pipeline pipeline = PipelineFile.read(file);
    ControlTopic control = ControlTopic.of(kafka, pipeline);
    kafka.requireListener();
    List<String> emptied;
    try {
      new TopicCreation(kafka).partitions(control.topic());
      control.send(signature.sign(order));
      emptied = new KeyTombstones(kafka, pipeline.topics()).write(key);
    } catch (KafkaException e) {
      throw new IOException("cannot write to " + kafka + ": " + e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("the jobs of " + pipeline.name() + " are told to forget " + Texts.printable(key));
    emptied.forEach(topic -> out.println("compaction will drop it from " + topic));
    out.flush();
    return 0;
  }

  private long until() {
    if (until == null) {
      return Instant.now().plus(TELLING).toEpochMilli();
    }
    if (until.equals("ever")) {
      return Long.MAX_VALUE;
    }
    try {
      return Instant.parse(until).toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--until is '" + until + "': give a time as 2026-11-22T07:00:00Z, or 'ever'",
          e);
    }
  }
}

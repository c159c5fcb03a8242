package io.tidemill.cli;

import io.tidemill.inference.PastAnswers;
import io.tidemill.job.BrokerConverter;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.ModelsTopic;
import io.tidemill.kafka.TopicCreation;
import io.tidemill.offline.ModelFile;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.replay.AnswerFiles;
import io.tidemill.replay.AnswerTopics;
import io.tidemill.replay.Replay;
import io.tidemill.replay.ReplaySummary;
import io.tidemill.schema.Topics;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Prediction;
import io.tidemill.snapshot.Fingerprint;
import io.tidemill.snapshot.ModelSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemill replay}: past events answered by a version that is named. */
@Command(
    name = "replay",
    description = {
      "Answers past events of a pipeline again, by one version of its model.",
      "Tells which alerts it would have raised. Reads the topic of the events; the pipeline's own"
          + " topics and consumer groups stay as they are."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // the command line sets what is required or has a default
final class ReplayCommand implements Callable<Integer> {
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+");

  @Parameters(paramLabel = "PIPELINE.yaml", description = "The pipeline file.")
  private Path file = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "TIME",
      required = true,
      converter = TimeConverter.class,
      description = "Event time of the first answers, as 2026-11-22T07:00:00Z or 2026-11-22 (UTC).")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Event time before which they end. Default: with the last event that is there.")
  private @Nullable Instant to;

  @Option(
      names = "--model",
      paramLabel = "VERSION|FILE",
      required = true,
      description =
          "What answers: a version that 'tidemill models' lists, such as 1.420, or a file of models"
              + " export or train.")
  private String model = "";

  @Option(
      names = "--warm-up",
      paramLabel = "DURATION",
      defaultValue = "1d",
      converter = DurationConverter.class,
      description =
          "How long before the first answers events are read, to fill the memory of the keys."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "A folder for predictions.ndjson and alerts.ndjson.")
  private @Nullable Path out;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Or write to new topics NAME.predictions and NAME.alerts. Without both: count.")
  private @Nullable String topic;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      converter = BrokerConverter.class,
      defaultValue = "127.0.0.1:9092",
      description = "The brokers. Default: ${DEFAULT-VALUE}.")
  private KafkaConnection kafka;

  @Option(names = "--json", description = "Print the summary as one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (out != null && topic != null) {
      throw wrong("name --out or --topic, not both");
    }
    if (to != null && !from.isBefore(to)) {
      throw wrong("--from " + from + " is not before --to " + to);
    }
    Pipeline pipeline = PipelineFile.read(file);
    pipeline.requireAnswers();
    Topics topics = topic == null ? null : topics(pipeline, topic);
    kafka.requireListener();
    try {
      new TopicCreation(kafka).partitions(pipeline.events().topic());
      Replay replay =
          new Replay(
              pipeline,
              model(pipeline),
              from.toEpochMilli(),
              to == null ? Long.MAX_VALUE : to.toEpochMilli(),
              warmUp);
      ReplaySummary summary = run(replay, topics);
      new ReplayReport(replay, summary).print(spec.commandLine().getOut(), json);
    } catch (KafkaException e) {
      throw new IOException("cannot read from " + kafka + ": " + e.getMessage(), e);
    }
    return 0;
  }

  private ReplaySummary run(Replay replay, @Nullable Topics topics) throws IOException {
    if (out != null) {
      try (AnswerFiles files = new AnswerFiles(out)) {
        return replay.run(kafka, files);
      }
    } else if (topics != null) {
      try (AnswerTopics answers = new AnswerTopics(kafka, replay.pipeline(), topics)) {
        return replay.run(kafka, answers);
      }
    }
    return replay.run(kafka, new Nowhere());
  }

  private Topics topics(Pipeline pipeline, String name) {
    Topics topics;
    try {
      topics = Topics.of(name);
    } catch (IllegalArgumentException e) {
      throw wrong("--topic is '" + name + "': take 1 to 200 letters, digits, '.', '_' or '-'");
    }
    if (name.equals(pipeline.name())) {
      throw wrong("--topic is the pipeline's own name: its topics are written by its jobs alone");
    }
    return topics;
  }

  private ModelSnapshot model(Pipeline pipeline) throws IOException {
    if (!VERSION.matcher(model).matches()) {
      return ModelFile.read(Path.of(model), pipeline);
    }
    ModelsTopic versions = ModelsTopic.of(kafka, pipeline);
    new TopicCreation(kafka).partitions(versions.topic());
    ModelSnapshot snapshot = versions.require(new VersionConverter().convert(model)).decode();
    if (snapshot.fingerprint() != pipeline.model().fingerprint()) {
      throw new IOException(
          "version %s is of another network (%s) than the pipeline's (%s): it cannot answer its events"
              .formatted(
                  model,
                  Fingerprint.hex(snapshot.fingerprint()),
                  Fingerprint.hex(pipeline.model().fingerprint())));
    }
    return snapshot;
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  /** Where only the count matters. */
  private record Nowhere() implements PastAnswers.Output {
    @Override
    public void prediction(Prediction prediction) {}

    @Override
    public void alert(Alert alert) {}
  }
}

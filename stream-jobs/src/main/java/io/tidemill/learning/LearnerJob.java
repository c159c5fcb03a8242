package io.tidemill.learning;

import io.tidemill.feature.Classification;
import io.tidemill.job.JobCommand;
import io.tidemill.job.JobSettings;
import io.tidemill.kafka.AtSubmission;
import io.tidemill.kafka.ControlSources;
import io.tidemill.kafka.DeadLetters;
import io.tidemill.kafka.Event;
import io.tidemill.kafka.EventSource;
import io.tidemill.kafka.FlatTypeInfo;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.MessageSerializer;
import io.tidemill.kafka.MessageSinks;
import io.tidemill.kafka.ModelsTopic;
import io.tidemill.kafka.ServedFeaturesSource;
import io.tidemill.kafka.TopicCreation;
import io.tidemill.kafka.TopicException;
import io.tidemill.pipeline.Labels;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.prequential.EvaluationOperator;
import io.tidemill.prequential.Judgement;
import io.tidemill.prequential.Pairing;
import io.tidemill.prequential.ServedAnswer;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.schema.message.ServedFeatures;
import io.tidemill.signing.ModelSigning;
import io.tidemill.snapshot.ModelVersion;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;
import picocli.CommandLine.Command;

/** The learner as a Flink job: served features in, models and their metrics out. */
@Command(
    name = "learner",
    description = "Learns a pipeline's model from its served features.",
    mixinStandardHelpOptions = true)
public final class LearnerJob extends JobCommand {
  private static final OutputTag<ModelMetrics> METRICS =
      new OutputTag<>("metrics", MessageSerializer.typeOf(ModelMetrics.class));

  private LearnerJob() {
    super("learner", LearnerJob::add);
  }

  /** Submits the job to the cluster that runs this main, or runs it in this JVM. */
  public static void main(String[] arguments) {
    run(new LearnerJob(), arguments);
  }

  /**
   * Adds the learner to a job.
   *
   * @throws TopicException if a topic is missing and cannot be made, or is not as it must be
   * @throws io.tidemill.pipeline.PipelineException if the pipeline does not learn from its stream
   */
  public static void add(StreamExecutionEnvironment env, Pipeline pipeline, KafkaConnection kafka)
      throws TopicException {
    pipeline.requireServedFeatures();
    TopicCreation topics = new TopicCreation(kafka);
    int partitions = topics.partitions(pipeline.events().topic());
    topics.createMessages(pipeline.topics(), partitions);
    int parallelism =
        Math.min(
            pipeline.execution().parallelism(),
            topics.partitions(pipeline.topics().servedFeatures()));
    wire(env, pipeline, kafka, parallelism, AtSubmission.read(kafka, pipeline));
  }

  private static void wire(
      StreamExecutionEnvironment env,
      Pipeline pipeline,
      KafkaConnection kafka,
      int parallelism,
      AtSubmission submission)
      throws TopicException {
    JobSettings.apply(pipeline.execution(), env);
    ControlSources sources =
        new ControlSources(kafka, pipeline.topics(), pipeline.name() + "-learner", submission);
    DataStream<Control> orders = sources.orders(env);
    SingleOutputStreamOperator<TrainingSequence> sequences =
        new ServedFeaturesSource(kafka, pipeline.topics(), pipeline.name() + "-learner")
            .addTo(env, parallelism, OffsetsInitializer.earliest())
            .map(
                LearnerJob::row,
                new FlatTypeInfo<>(ServedRow.class, new FlatTypeSerializer.OfRow()))
            .name("observed rows")
            .uid("observed-rows")
            .setParallelism(parallelism)
            .keyBy(ServedRow::key, Types.STRING)
            .connect(orders.broadcast())
            .transform(
                "sequences",
                new FlatTypeInfo<>(TrainingSequence.class, new FlatTypeSerializer.OfSequence()),
                new SequenceOperator(
                    pipeline.model(),
                    pipeline.labels() != null,
                    assembler(pipeline),
                    pipeline.learn().order(),
                    METRICS))
            .uid("sequences")
            .setParallelism(parallelism);
    MessageSinks sinks =
        new MessageSinks(
            kafka,
            pipeline.topics(),
            pipeline.execution().delivery(),
            pipeline.execution().output());
    DataStream<ModelMetrics> metrics = sequences.getSideOutput(METRICS);
    Labels labels = pipeline.labels();
    SingleOutputStreamOperator<TrainingSequence> known =
        labels == null
            ? sequences
            : labelled(sequences, labels(env, pipeline, labels, kafka, sinks), pipeline, labels);
    if (labels != null) {
      metrics = metrics.union(known.getSideOutput(METRICS));
    }
    if (Pairing.of(pipeline.model()) != null) {
      metrics =
          metrics.union(evaluated(known.getSideOutput(PairedRows.JUDGEMENTS), orders, pipeline));
    }
    SingleOutputStreamOperator<ModelChunk> models =
        known
            .connect(orders)
            .transform(
                "learner",
                MessageSerializer.typeOf(ModelChunk.class),
                new LearnerOperator(
                    pipeline,
                    submission.inService(),
                    METRICS,
                    JobSettings.WARM_UP,
                    LearnerOrders.of(pipeline, ModelsTopic.of(kafka, pipeline))))
            .uid("learner")
            .setParallelism(1)
            .setMaxParallelism(1);
    models
        .union(dropped(sources.models(env, "published-models"), orders, pipeline, submission))
        .sinkTo(sinks.models(ModelSigning.of(pipeline)))
        .name(pipeline.topics().models())
        .uid("models")
        .setParallelism(1);
    models
        .getSideOutput(METRICS)
        .union(metrics)
        .sinkTo(sinks.modelMetrics())
        .name(pipeline.topics().modelMetrics())
        .uid("model-metrics")
        .setParallelism(1);
  }

  /** How good the answers in service are. */
  private static DataStream<ModelMetrics> evaluated(
      DataStream<Judgement> judgements, DataStream<Control> orders, Pipeline pipeline) {
    return judgements
        .keyBy(Judgement::key, Types.STRING)
        .connect(orders)
        .transform(
            "evaluation",
            MessageSerializer.typeOf(ModelMetrics.class),
            new EvaluationOperator(pipeline))
        .uid("evaluation")
        .setParallelism(1)
        .setMaxParallelism(1);
  }

  /** Tombstones of the versions that are not kept. */
  private static DataStream<ModelChunk> dropped(
      DataStream<ModelChunk> published,
      DataStream<Control> orders,
      Pipeline pipeline,
      AtSubmission submission) {
    return published
        .connect(orders)
        .process(
            new VersionKeeper(pipeline, submission), MessageSerializer.typeOf(ModelChunk.class))
        .name("version keeper")
        .uid("version-keeper")
        .setParallelism(1);
  }

  /** The labels, as many at a time as their topic has partitions. */
  private static DataStream<Event> labels(
      StreamExecutionEnvironment env,
      Pipeline pipeline,
      Labels labels,
      KafkaConnection kafka,
      MessageSinks sinks)
      throws TopicException {
    int partitions = new TopicCreation(kafka).partitions(labels.records().topic());
    SingleOutputStreamOperator<Event> records =
        new EventSource(kafka, labels.records(), pipeline.name() + "-learner", false)
            .addTo(env, Math.min(pipeline.execution().parallelism(), partitions));
    records
        .getSideOutput(DeadLetters.TAG)
        .sinkTo(sinks.labelDeadLetters())
        .name(pipeline.topics().deadLetters())
        .uid("dead-letters");
    return records;
  }

  private static SingleOutputStreamOperator<TrainingSequence> labelled(
      DataStream<TrainingSequence> sequences,
      DataStream<Event> records,
      Pipeline pipeline,
      Labels labels) {
    Labels.Match match = labels.match();
    Classification task = (Classification) pipeline.model().task();
    return sequences
        .keyBy(of -> match.ofEvent(of.id(), of.key(), of.time()), Types.STRING)
        .connect(records.keyBy(of -> match.ofLabel(of.key, of.time), Types.STRING))
        .transform(
            "labels",
            new FlatTypeInfo<>(TrainingSequence.class, new FlatTypeSerializer.OfSequence()),
            new LabelOperator(
                pipeline.name(),
                task.labelColumn(pipeline.features()),
                labels.patience(),
                labels.most(),
                METRICS))
        .uid("labels")
        .setParallelism(pipeline.execution().parallelism());
  }

  private static SequenceAssembler assembler(Pipeline pipeline) {
    SequenceShape shape = SequenceShape.of(pipeline.learn(), pipeline.model());
    Duration timeToLive = pipeline.execution().stateTtl();
    return new SequenceAssembler(
        pipeline.features().observedWidth(),
        shape.rows(),
        shape.lead(),
        timeToLive == null ? Long.MAX_VALUE : timeToLive.toMillis());
  }

  private static ServedRow row(ServedFeatures features) {
    return new ServedRow(
        features.getKey(),
        features.getEventId(),
        features.getTime(),
        features.getIngestedAt(),
        fingerprint(features.getSchema$()),
        features.getLate(),
        numbers(features.getObserved()),
        answer(features));
  }

  private static ServedAnswer answer(ServedFeatures features) {
    if (features.getEpoch() < 0 || features.getSequence() < 0) {
      return ServedAnswer.NONE;
    }
    ModelVersion version = new ModelVersion(features.getEpoch(), features.getSequence());
    return new ServedAnswer(version, features.getOutOfOrder(), numbers(features.getAnswer()));
  }

  private static double[] numbers(List<Double> values) {
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i);
    }
    return numbers;
  }

  /** What is no fingerprint is read as 0: as good as one of another schema. */
  private static long fingerprint(String hex) {
    try {
      return Long.parseUnsignedLong(hex, 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}

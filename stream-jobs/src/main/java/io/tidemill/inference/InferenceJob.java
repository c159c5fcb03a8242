package io.tidemill.inference;

import io.tidemill.job.JobCommand;
import io.tidemill.job.JobSettings;
import io.tidemill.kafka.AtSubmission;
import io.tidemill.kafka.ControlSources;
import io.tidemill.kafka.DeadLetters;
import io.tidemill.kafka.Event;
import io.tidemill.kafka.EventSource;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.MessageSerializer;
import io.tidemill.kafka.MessageSinks;
import io.tidemill.kafka.ModelsTopic;
import io.tidemill.kafka.TopicCreation;
import io.tidemill.kafka.TopicException;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.Topics;
import io.tidemill.schema.message.Prediction;
import io.tidemill.signing.ModelSigning;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;

/** The inference job: events and models in; predictions, alerts and served features out. */
@Command(
    name = "inference",
    description = "Answers a pipeline's events with its newest model.",
    mixinStandardHelpOptions = true)
public final class InferenceJob extends JobCommand {

  /** Uid of the operator that answers: what its state is found by. */
  static final String OPERATOR = "inference";

  private InferenceJob() {
    super("inference", InferenceJob::add);
  }

  /** Submits the job to the cluster that runs this main, or runs it in this JVM. */
  public static void main(String[] arguments) {
    run(new InferenceJob(), arguments);
  }

  /**
   * Adds the job to an environment and sets that up for it; makes the topics that are missing.
   *
   * @throws TopicException if the topic of the events is missing, or another cannot be made or is
   *     not as it must be
   */
  public static void add(StreamExecutionEnvironment env, Pipeline pipeline, KafkaConnection kafka)
      throws TopicException {
    TopicCreation topics = new TopicCreation(kafka);
    int partitions = topics.partitions(pipeline.events().topic());
    topics.createMessages(pipeline.topics(), partitions);
    wire(env, pipeline, kafka, partitions, AtSubmission.read(kafka, pipeline));
  }

  private static void wire(
      StreamExecutionEnvironment env,
      Pipeline pipeline,
      KafkaConnection kafka,
      int partitions,
      AtSubmission submission) {
    JobSettings.apply(pipeline.execution(), env);
    int parallelism = pipeline.execution().parallelism();
    String group = pipeline.name() + "-inference";
    SingleOutputStreamOperator<Event> events =
        new EventSource(kafka, pipeline.events(), group, false)
            .addTo(env, Math.min(parallelism, partitions));
    SingleOutputStreamOperator<Prediction> predictions =
        events
            .keyBy(event -> event.key, Types.STRING)
            .connect(instructions(env, pipeline, kafka, group, submission).broadcast())
            .transform(
                "inference",
                MessageSerializer.typeOf(Prediction.class),
                new InferenceOperator(
                    pipeline,
                    submission.inService(),
                    System.currentTimeMillis(),
                    JobSettings.WARM_UP))
            .uid(OPERATOR)
            .setParallelism(parallelism);

    Topics topics = pipeline.topics();
    MessageSinks sinks =
        new MessageSinks(
            kafka, topics, pipeline.execution().delivery(), pipeline.execution().output());
    predictions.sinkTo(sinks.predictions()).name(topics.predictions()).uid("predictions");
    predictions
        .getSideOutput(InferenceOperator.ALERTS)
        .sinkTo(sinks.alerts())
        .name(topics.alerts())
        .uid("alerts");
    if (pipeline.execution().servedFeatures()) {
      sinks.servedFeatures(predictions.getSideOutput(InferenceOperator.SERVED_FEATURES));
    }
    events
        .getSideOutput(DeadLetters.TAG)
        .sinkTo(sinks.deadLetters())
        .name(topics.deadLetters())
        .uid("dead-letters");
  }

  /** Which version answers and which keys are forgotten, decided by one subtask. */
  private static DataStream<Instruction> instructions(
      StreamExecutionEnvironment env,
      Pipeline pipeline,
      KafkaConnection kafka,
      String group,
      AtSubmission submission) {
    ControlSources sources = new ControlSources(kafka, pipeline.topics(), group, submission);
    return sources
        .models(env, "models")
        .connect(sources.orders(env))
        .process(
            new ModelIntake(
                pipeline, ModelSigning.of(pipeline), submission, ModelsTopic.of(kafka, pipeline)),
            InstructionSerializer.TYPE)
        .name("model intake")
        .uid("model-intake")
        .setParallelism(1); // of as many as there may be, as it was in the first savepoints
  }
}

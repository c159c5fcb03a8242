package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.control.Order;
import io.tidemill.kafka.InService;
import io.tidemill.kafka.MessageSerializer;
import io.tidemill.kafka.ModelAssembler;
import io.tidemill.kafka.PublishedModel;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.SnapshotFormatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** A {@link LearnerOperator} of the testing stream, with a clock that the test sets. */
final class TestingLearnerOperator
    extends TwoInputStreamOperatorTestHarness<TrainingSequence, Control, ModelChunk> {
  static final OutputTag<ModelMetrics> METRICS =
      new OutputTag<>("metrics", MessageSerializer.typeOf(ModelMetrics.class));
  static final int FIRST_STEPS = 5;

  /** The model of {@link TestingStream}: four fresh sequences a step, a version a second. */
  static final Pipeline PIPELINE = pipeline(8);

  static final int KEYS = 5;
  static final int TIMES = 60;
  static final List<TrainingSequence> SEQUENCES =
      TestingStream.sequences(KEYS, TIMES, 1).stream().sorted(TrainingSequence.ORDER).toList();

  /** What is on the models topic. */
  static final HashMap<ModelVersion, PublishedModel> ARCHIVE = new HashMap<>();

  private TestingLearnerOperator(Pipeline pipeline, InService inService, long now)
      throws Exception {
    super(
        new LearnerOperator(
            pipeline,
            inService,
            METRICS,
            Duration.ZERO,
            new LearnerOrders(PIPELINE.model().fingerprint(), 0, ARCHIVE::get)));
    setup(new MessageSerializer<>(ModelChunk.class));
    setProcessingTime(now);
  }

  static TestingLearnerOperator started(InService inService) throws Exception {
    TestingLearnerOperator learner = new TestingLearnerOperator(PIPELINE, inService, 0);
    learner.open();
    return learner;
  }

  static TestingLearnerOperator restored(Pipeline pipeline, OperatorSubtaskState state, long now)
      throws Exception {
    return restored(pipeline, InService.NOTHING, state, now);
  }

  static TestingLearnerOperator restored(
      Pipeline pipeline, InService inService, OperatorSubtaskState state, long now)
      throws Exception {
    TestingLearnerOperator learner = new TestingLearnerOperator(pipeline, inService, now);
    learner.initializeState(state);
    learner.open();
    return learner;
  }

  /** The sequences of these times, both included, and the watermark that follows them. */
  void learn(long from, long to) throws Exception {
    learn(from, to, sequence -> true);
  }

  /** The same of some of them. */
  void learn(long from, long to, Predicate<TrainingSequence> some) throws Exception {
    for (TrainingSequence sequence : SEQUENCES) {
      if (sequence.time() >= from && sequence.time() <= to && some.test(sequence)) {
        processElement1(new StreamRecord<>(sequence, sequence.time()));
      }
    }
    processWatermark1(new Watermark(to));
  }

  void order(Order order) throws Exception {
    processElement2(new StreamRecord<>(order.message("id", 1, "me", "to see")));
  }

  /** What the chunks sent so far are, put together. */
  List<ModelSnapshot> models() throws SnapshotFormatException {
    ModelAssembler assembler = new ModelAssembler("swing", chunk -> null);
    List<ModelSnapshot> models = new ArrayList<>();
    for (ModelChunk chunk : extractOutputValues()) {
      if (assembler.add(chunk) instanceof ModelAssembler.Complete complete) {
        models.add(ModelSnapshotCodec.decode(complete.model().snapshot()));
      }
    }
    assertThat(assembler.unfinished()).isEmpty();
    return models;
  }

  List<ModelMetrics> metrics(MetricsKind kind) {
    Collection<StreamRecord<ModelMetrics>> records = getSideOutput(METRICS);
    return records == null
        ? List.of()
        : records.stream()
            .map(StreamRecord::getValue)
            .filter(metrics -> metrics.getKind() == kind)
            .toList();
  }

  /** Learns six times of the stream at the end of each of these seconds. */
  void learnEverySecond(int first, int last) throws Exception {
    learnEverySecond(first, last, sequence -> true);
  }

  /** The same of some of its sequences. */
  void learnEverySecond(int first, int last, Predicate<TrainingSequence> some) throws Exception {
    for (int second = first; second <= last; second++) {
      setProcessingTime(second * 1000L);
      learn(6L * second - 5, 6L * second, some);
    }
  }

  /** A version of this epoch that has learned the whole stream. */
  static InService learnedBefore(int epoch) {
    OnlineLearner learner =
        new OnlineLearner(PIPELINE.model(), PIPELINE.learn(), epoch, null, "test");
    SEQUENCES.forEach(learner::accept);
    learner.advance(TIMES);
    learner.stepOverRest();
    ModelSnapshot model = learner.snapshot(0);
    assertThat(model.version()).isEqualTo(new ModelVersion(epoch, SEQUENCES.size() / 4 + 1));
    return new InService(epoch, ModelSnapshotCodec.encode(model));
  }

  static double distance(ModelSnapshot one, ModelSnapshot other) {
    double squares = 0;
    for (int i = 0; i < one.weights().data().length; i++) {
      squares += Math.pow(one.weights().data()[i] - other.weights().data()[i], 2);
    }
    return Math.sqrt(squares);
  }

  static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }

  static Pipeline pipeline(int hidden) {
    return PipelineFile.parse(
        "swing.yaml",
        """
        name: swing
        events: {topic: swings, key: swing, time: {field: at}}
        features:
          - {number: flow, missing: last, scale: standard-per-key}
        model: {target: flow, horizon: [1, 3], layers: [gru: %d, dense]}
        learn:
          optimizer: {adam: 0.02}
          sequence: 8
          burn-in: 2
          batch: 8
          fresh: 4
          replay: 100
          publish-every: 1s
          averaging: 0.9
          gate: {first-steps: 5, trial: 16}
        """
            .formatted(hidden));
  }
}

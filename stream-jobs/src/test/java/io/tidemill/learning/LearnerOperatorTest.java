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
import io.tidemill.schema.message.ControlCommand;
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
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LearnerOperatorTest {
  private static final OutputTag<ModelMetrics> METRICS =
      new OutputTag<>("metrics", MessageSerializer.typeOf(ModelMetrics.class));
  private static final int FIRST_STEPS = 5;

  /** The model of {@link TestingStream}: four fresh sequences a step, a version a second. */
  private static final Pipeline PIPELINE = pipeline(8);

  private static final int KEYS = 5;
  private static final int TIMES = 60;
  private static final List<TrainingSequence> SEQUENCES =
      TestingStream.sequences(KEYS, TIMES, 1).stream().sorted(TrainingSequence.ORDER).toList();

  /** What is on the models topic. */
  private static final HashMap<ModelVersion, PublishedModel> ARCHIVE = new HashMap<>();

  /** The operator, with a clock that the test sets. */
  private static final class Learner
      extends TwoInputStreamOperatorTestHarness<TrainingSequence, Control, ModelChunk> {

    Learner(Pipeline pipeline, InService inService, long now) throws Exception {
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

    static Learner started(InService inService) throws Exception {
      Learner learner = new Learner(PIPELINE, inService, 0);
      learner.open();
      return learner;
    }

    static Learner restored(Pipeline pipeline, OperatorSubtaskState state, long now)
        throws Exception {
      return restored(pipeline, InService.NOTHING, state, now);
    }

    static Learner restored(
        Pipeline pipeline, InService inService, OperatorSubtaskState state, long now)
        throws Exception {
      Learner learner = new Learner(pipeline, inService, now);
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
      ModelAssembler assembler = new ModelAssembler("swing");
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
  }

  private final List<Learner> open = new ArrayList<>();

  private Learner with(Learner learner) {
    open.add(learner);
    return learner;
  }

  @AfterEach
  void close() throws Exception {
    for (Learner learner : open) {
      learner.close();
    }
  }

  @Test
  void publishesOnlyWhenAVersionIsDueByTheClock() throws Exception {
    Learner learner = with(Learner.started(InService.NOTHING));
    learner.learn(1, 20);

    learner.setProcessingTime(999);
    assertThat(learner.models()).isEmpty();
    learner.setProcessingTime(1000);

    assertThat(learner.models()).hasSize(1);
  }

  @Test
  void publishesNothingBeforeTheFirstSteps() throws Exception {
    Learner learner = with(Learner.started(InService.NOTHING));
    learner.learn(1, 4);
    learner.setProcessingTime(5000);
    List<ModelMetrics> progress = learner.metrics(MetricsKind.PROGRESS);
    assertThat(last(progress).getSteps()).isPositive().isLessThan(FIRST_STEPS);
    assertThat(learner.models()).isEmpty();

    learner.learn(5, 10);
    learner.setProcessingTime(6000);

    assertThat(learner.models()).hasSize(1);
  }

  @Test
  void publishesWholeModelsInGrowingVersions() throws Exception {
    Learner learner = with(Learner.started(InService.NOTHING));
    learnEverySecond(learner, 1, 6);

    List<ModelSnapshot> models = learner.models();
    assertThat(models).hasSizeGreaterThan(3);
    assertThat(models).extracting(ModelSnapshot::version).isSorted().doesNotHaveDuplicates();
    assertThat(models)
        .allSatisfy(
            model -> {
              assertThat(model.fingerprint()).isEqualTo(PIPELINE.model().fingerprint());
              assertThat(model.version().epoch()).isEqualTo(1);
              assertThat(model.version().sequence()).isEqualTo(model.provenance().steps());
              assertThat(model.weights().isFinite()).isTrue();
            });
    assertThat(models)
        .extracting(model -> model.provenance().learnedUntil().orElseThrow())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void reportsProgressOnceASecond() throws Exception {
    Learner learner = with(Learner.started(InService.NOTHING));
    learner.setProcessingTime(1000);
    learner.learn(1, 20);
    learner.processElement1(new StreamRecord<>(SEQUENCES.get(0), 20));
    learner.setProcessingTime(1999);
    learner.setProcessingTime(2000);

    List<ModelMetrics> reports = learner.metrics(MetricsKind.PROGRESS);
    assertThat(reports).extracting(ModelMetrics::getAt).containsExactly(1000L, 2000L);
    assertThat(reports.get(0).getValues())
        .containsOnlyKeys("waiting", "late", "recoveries", "withheld", "returns");
    assertThat(reports.get(0).getLearnedUntil()).isNull();
    ModelMetrics report = reports.get(1);
    assertThat(report.getName()).isEqualTo("swing");
    assertThat(report.getEpoch()).isEqualTo(1);
    assertThat(report.getSequence()).isEqualTo(report.getSteps()).isEqualTo(95 / 4);
    assertThat(report.getSequences()).isEqualTo(95 / 4 * 4);
    assertThat(report.getLearnedUntil()).isEqualTo(19);
    assertThat(report.getValues())
        .containsOnlyKeys("trainLoss", "waiting", "late", "recoveries", "withheld", "returns")
        .containsEntry("waiting", 95.0 % 4)
        .containsEntry("late", 1.0)
        .containsEntry("recoveries", 0.0);
    assertThat(report.getValues().get("trainLoss")).isPositive();
  }

  @Test
  void tellsOfEveryPublicationWithItsLosses() throws Exception {
    Learner learner = with(Learner.started(InService.NOTHING));
    learnEverySecond(learner, 1, 4);

    List<ModelMetrics> published = learner.metrics(MetricsKind.PUBLISHED);
    assertThat(published)
        .extracting(ModelMetrics::getSequence)
        .hasSizeGreaterThan(1)
        .isEqualTo(learner.models().stream().map(model -> model.version().sequence()).toList());
    assertThat(published.get(0).getValues())
        .as("no trial")
        .doesNotContainKeys("trialLoss", "servingLoss");
    assertThat(last(published).getValues())
        .containsOnlyKeys("trainLoss", "trialLoss", "servingLoss")
        .allSatisfy((name, loss) -> assertThat(loss).isPositive());
    assertThat(published).extracting(ModelMetrics::getReason).containsOnlyNulls();
  }

  @Test
  void saysWhyAVersionIsRefused() throws Exception {
    Learner early = with(Learner.started(InService.NOTHING));
    early.learn(1, 1);
    Learner learner = with(Learner.restored(PIPELINE, learnedBefore(3), early.snapshot(1, 1), 0));
    learner.learn(2, 6);
    learner.setProcessingTime(1000);
    learner.learn(7, 20);

    assertThat(learner.models()).isEmpty();
    assertThat(learner.metrics(MetricsKind.REFUSED))
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.getEpoch()).isEqualTo(4);
              assertThat(refused.getReason()).contains("the version in service has");
              assertThat(refused.getValues().get("trialLoss"))
                  .isGreaterThan(refused.getValues().get("servingLoss"));
            });
  }

  @Test
  void aTrialWithoutNewSequencesEndsWhenTheNextVersionIsDue() throws Exception {
    Learner learner = with(Learner.started(InService.NOTHING));
    learner.learn(1, 10);
    learner.setProcessingTime(1000);
    learner.learn(11, 20);
    learner.setProcessingTime(2000);
    learner.setProcessingTime(2999);
    assertThat(learner.models()).hasSize(1);

    learner.setProcessingTime(3000);

    assertThat(learner.models()).hasSize(2);
    assertThat(last(learner.metrics(MetricsKind.PUBLISHED)).getValues())
        .containsKeys("trialLoss", "servingLoss");
    learner.setProcessingTime(9000);
    assertThat(learner.models()).as("nothing new").hasSize(2);
  }

  @Test
  void aRestoredLearnerGoesOnBitForBit() throws Exception {
    Learner undisturbed = with(Learner.started(InService.NOTHING));
    learnEverySecond(undisturbed, 1, 9);

    Learner first = with(Learner.started(InService.NOTHING));
    learnEverySecond(first, 1, 4);
    Learner second = with(Learner.restored(PIPELINE, first.snapshot(1, 1), 4000));
    learnEverySecond(second, 5, 9);

    assertThat(first.models()).hasSizeGreaterThan(1);
    assertThat(second.models()).hasSizeGreaterThan(1);
    List<ModelChunk> chunks = new ArrayList<>(first.extractOutputValues());
    chunks.addAll(second.extractOutputValues());
    assertThat(chunks).isEqualTo(undisturbed.extractOutputValues());
  }

  @Test
  void anotherModelBeginsTheNextEpoch() throws Exception {
    Learner first = with(Learner.started(learnedBefore(3)));
    learnEverySecond(first, 1, 1);
    Learner second = with(Learner.restored(pipeline(4), first.snapshot(1, 1), 1000));
    learnEverySecond(second, 2, 3);

    ModelSnapshot model = second.models().get(0);
    assertThat(model.version().epoch()).isEqualTo(5);
    assertThat(model.fingerprint()).isEqualTo(pipeline(4).model().fingerprint());
    assertThat(last(second.metrics(MetricsKind.PROGRESS)).getEpoch()).isEqualTo(5);
  }

  @Test
  void anOldStateGoesOnAboveWhatWasPublishedSince() throws Exception {
    Learner first = with(Learner.started(InService.NOTHING));
    learnEverySecond(first, 1, 4);
    OperatorSubtaskState old = first.snapshot(1, 1);

    Learner sameEpoch = with(Learner.restored(PIPELINE, new InService(1, new byte[0]), old, 4000));
    learnEverySecond(sameEpoch, 5, 6);
    assertThat(sameEpoch.models().get(0).version().epoch()).isEqualTo(1);

    InService since = new InService(3, new byte[0]);
    Learner rolledBack = with(Learner.restored(PIPELINE, since, old, 4000));
    learnEverySecond(rolledBack, 5, 6);
    assertThat(rolledBack.models().get(0).version().epoch()).isEqualTo(4);
    assertThat(rolledBack.models().get(0).weights().data())
        .isEqualTo(sameEpoch.models().get(0).weights().data());
  }

  @Test
  void anOldStateIsTriedAgainstWhatIsInServiceNow() throws Exception {
    Learner first = with(Learner.started(InService.NOTHING));
    learnEverySecond(first, 1, 1);
    Learner rolledBack =
        with(Learner.restored(PIPELINE, learnedBefore(3), first.snapshot(1, 1), 1000));
    learnEverySecond(rolledBack, 2, 3);

    assertThat(rolledBack.models()).isEmpty();
    assertThat(rolledBack.metrics(MetricsKind.REFUSED))
        .isNotEmpty()
        .allSatisfy(
            refused -> assertThat(refused.getReason()).contains("the version in service has"));
  }

  @Test
  void withoutAStateItGoesOnFromWhatIsInService() throws Exception {
    InService before = learnedBefore(3);
    ModelSnapshot serving = ModelSnapshotCodec.decode(before.snapshot());
    Learner learner = with(Learner.started(before));
    Learner untrained = with(Learner.started(InService.NOTHING));

    learnEverySecond(learner, 1, 4);
    learnEverySecond(untrained, 1, 4);

    ModelSnapshot first = learner.models().get(0);
    assertThat(first.version().epoch()).isEqualTo(4);
    assertThat(distance(first, serving))
        .isLessThan(0.3 * distance(untrained.models().get(0), serving));
  }

  @Test
  void afterARollbackLearningGoesOnFromThatVersionWithTheEpochOrdered() throws Exception {
    ModelSnapshot target = ModelSnapshotCodec.decode(learnedBefore(1).snapshot());
    ARCHIVE.put(target.version(), PublishedModel.of(target, 1));
    Learner learner = with(Learner.started(InService.NOTHING));
    Learner onwards = with(Learner.started(InService.NOTHING));
    learnEverySecond(learner, 1, 3);
    learnEverySecond(onwards, 1, 3);

    learner.order(new Order.Rollback(target.version(), 4));
    learnEverySecond(learner, 4, 6);
    learnEverySecond(onwards, 4, 6);

    List<ModelSnapshot> models = learner.models();
    assertThat(models.get(0).version().epoch()).isEqualTo(1);
    ModelSnapshot newest = last(models);
    assertThat(newest.version().epoch()).isEqualTo(4);
    assertThat(distance(newest, target)).isLessThan(0.5 * distance(last(onwards.models()), target));
  }

  @Test
  void aRollbackIsObeyedOnceWhateverIsRestored() throws Exception {
    ModelSnapshot target = ModelSnapshotCodec.decode(learnedBefore(1).snapshot());
    ARCHIVE.put(target.version(), PublishedModel.of(target, 1));
    Learner undisturbed = with(Learner.started(InService.NOTHING));
    learnEverySecond(undisturbed, 1, 3);
    undisturbed.order(new Order.Rollback(target.version(), 4));
    learnEverySecond(undisturbed, 4, 9);

    Learner first = with(Learner.started(InService.NOTHING));
    learnEverySecond(first, 1, 3);
    first.order(new Order.Rollback(target.version(), 4));
    learnEverySecond(first, 4, 5);
    Learner second = with(Learner.restored(PIPELINE, first.snapshot(1, 1), 5000));
    learnEverySecond(second, 6, 9);

    List<ModelChunk> chunks = new ArrayList<>(first.extractOutputValues());
    chunks.addAll(second.extractOutputValues());
    assertThat(second.extractOutputValues()).isNotEmpty();
    assertThat(chunks).isEqualTo(undisturbed.extractOutputValues());
  }

  @Test
  void aRollbackToWhatIsGoneOrForeignChangesNothing() throws Exception {
    ModelSnapshot foreign =
        new OnlineLearner(pipeline(4).model(), PIPELINE.learn(), 2, null, "test").snapshot(0);
    ARCHIVE.put(foreign.version(), PublishedModel.of(foreign, 1));
    Learner learner = with(Learner.started(InService.NOTHING));
    Learner undisturbed = with(Learner.started(InService.NOTHING));
    learnEverySecond(learner, 1, 3);
    learnEverySecond(undisturbed, 1, 3);

    learner.order(new Order.Rollback(new ModelVersion(9, 9), 11));
    learner.order(new Order.Rollback(foreign.version(), 11));
    learner.order(new Order.Pin(new ModelVersion(1, 1)));
    learner.processElement2(
        new StreamRecord<>(
            Control.newBuilder(new Order.Unpin().message("id", 1, "me", ""))
                .setCommand(ControlCommand.ROLLBACK)
                .build()));
    learnEverySecond(learner, 4, 6);
    learnEverySecond(undisturbed, 4, 6);

    assertThat(learner.extractOutputValues()).isEqualTo(undisturbed.extractOutputValues());
  }

  /**
   * After the order the learner is, bit for bit, one that goes on from the same checkpoint and is
   * never shown the key again.
   */
  @Test
  void aForgottenKeyIsNotLearnedFrom() throws Exception {
    String key = SEQUENCES.get(0).key();
    Learner first = with(Learner.started(InService.NOTHING));
    learnEverySecond(first, 1, 4);
    first.processElement1(new StreamRecord<>(SEQUENCES.get(SEQUENCES.size() - 1), TIMES));
    OperatorSubtaskState checkpoint = first.snapshot(1, 1);

    Learner sees = with(Learner.restored(PIPELINE, checkpoint, 4000));
    sees.order(new Order.Forget(key, Long.MAX_VALUE));
    Learner again = with(Learner.restored(PIPELINE, sees.snapshot(2, 2), 4000));
    Learner neverSees = with(Learner.restored(PIPELINE, checkpoint, 4000));
    neverSees.order(new Order.Forget(key, Long.MIN_VALUE));
    Learner remembers = with(Learner.restored(PIPELINE, checkpoint, 4000));
    learnEverySecond(sees, 5, 9);
    learnEverySecond(again, 5, 9);
    learnEverySecond(remembers, 5, 9);
    for (int second = 5; second <= 9; second++) {
      neverSees.setProcessingTime(second * 1000L);
      neverSees.learn(6L * second - 5, 6L * second, sequence -> !sequence.key().equals(key));
    }

    assertThat(sees.extractOutputValues())
        .hasSizeGreaterThan(2)
        .isEqualTo(neverSees.extractOutputValues())
        .isEqualTo(again.extractOutputValues())
        .isNotEqualTo(remembers.extractOutputValues());
  }

  @Test
  void whatComesOfAKeyAfterThatTimeIsLearned() throws Exception {
    String key = SEQUENCES.get(0).key();
    Learner first = with(Learner.started(InService.NOTHING));
    learnEverySecond(first, 1, 4);
    OperatorSubtaskState checkpoint = first.snapshot(1, 1);

    Learner forgets = with(Learner.restored(PIPELINE, checkpoint, 4000));
    forgets.order(new Order.Forget(key, 36));
    Learner spared = with(Learner.restored(PIPELINE, checkpoint, 4000));
    spared.order(new Order.Forget(key, Long.MIN_VALUE));
    learnEverySecond(forgets, 5, 9);
    for (int second = 5; second <= 9; second++) {
      spared.setProcessingTime(second * 1000L);
      spared.learn(
          6L * second - 5,
          6L * second,
          sequence -> !sequence.key().equals(key) || sequence.time() > 36);
    }

    assertThat(forgets.extractOutputValues()).isNotEmpty().isEqualTo(spared.extractOutputValues());
  }

  @Test
  void publishesWhatIsLeftAtTheEnd() throws Exception {
    Learner learner = with(Learner.started(InService.NOTHING));
    learner.learn(1, TIMES);
    assertThat(SEQUENCES.size() % 4).as("too few for a step").isPositive();

    learner.processWatermark1(Watermark.MAX_WATERMARK);
    learner.getOperator().finish();

    ModelSnapshot model = last(learner.models());
    assertThat(model.provenance().sequences()).isEqualTo(SEQUENCES.size());
    assertThat(model.provenance().learnedUntil()).isEqualTo(OptionalLong.of(TIMES));
    assertThat(last(learner.metrics(MetricsKind.PROGRESS)).getValues())
        .containsEntry("waiting", 0.0);
  }

  @Test
  void watermarksFollowWhatTheyBring() throws Exception {
    Learner learner = with(Learner.started(InService.NOTHING));
    learner.setProcessingTime(1000);
    learner.learn(1, 10);

    assertThat(learner.getOutput()).last().isEqualTo(new Watermark(10));
  }

  /** Learns six times of the stream at the end of each of these seconds. */
  private static void learnEverySecond(Learner learner, int first, int last) throws Exception {
    for (int second = first; second <= last; second++) {
      learner.setProcessingTime(second * 1000L);
      learner.learn(6L * second - 5, 6L * second);
    }
  }

  /** A version of this epoch that has learned the whole stream. */
  private static InService learnedBefore(int epoch) {
    OnlineLearner learner =
        new OnlineLearner(PIPELINE.model(), PIPELINE.learn(), epoch, null, "test");
    SEQUENCES.forEach(learner::accept);
    learner.advance(TIMES);
    learner.stepOverRest();
    ModelSnapshot model = learner.snapshot(0);
    assertThat(model.version()).isEqualTo(new ModelVersion(epoch, SEQUENCES.size() / 4 + 1));
    return new InService(epoch, ModelSnapshotCodec.encode(model));
  }

  private static double distance(ModelSnapshot one, ModelSnapshot other) {
    double squares = 0;
    for (int i = 0; i < one.weights().data().length; i++) {
      squares += Math.pow(one.weights().data()[i] - other.weights().data()[i], 2);
    }
    return Math.sqrt(squares);
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }

  private static Pipeline pipeline(int hidden) {
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

package io.tidemill.learning;

import static io.tidemill.learning.TestingLearnerOperator.FIRST_STEPS;
import static io.tidemill.learning.TestingLearnerOperator.PIPELINE;
import static io.tidemill.learning.TestingLearnerOperator.SEQUENCES;
import static io.tidemill.learning.TestingLearnerOperator.TIMES;
import static io.tidemill.learning.TestingLearnerOperator.distance;
import static io.tidemill.learning.TestingLearnerOperator.last;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.kafka.InService;
import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LearnerOperatorTest {
  private final List<TestingLearnerOperator> open = new ArrayList<>();

  private TestingLearnerOperator with(TestingLearnerOperator learner) {
    open.add(learner);
    return learner;
  }

  @AfterEach
  void close() throws Exception {
    for (TestingLearnerOperator learner : open) {
      learner.close();
    }
  }

  @Test
  void publishesOnlyWhenAVersionIsDueByTheClock() throws Exception {
    TestingLearnerOperator learner = with(TestingLearnerOperator.started(InService.NOTHING));
    learner.learn(1, 20);

    learner.setProcessingTime(999);
    assertThat(learner.models()).isEmpty();
    learner.setProcessingTime(1000);

    assertThat(learner.models()).hasSize(1);
  }

  @Test
  void publishesNothingBeforeTheFirstSteps() throws Exception {
    TestingLearnerOperator learner = with(TestingLearnerOperator.started(InService.NOTHING));
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
    TestingLearnerOperator learner = with(TestingLearnerOperator.started(InService.NOTHING));
    learner.learnEverySecond(1, 6);

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
    TestingLearnerOperator learner = with(TestingLearnerOperator.started(InService.NOTHING));
    learner.setProcessingTime(1000);
    learner.learn(1, 20);
    learner.processElement1(new StreamRecord<>(SEQUENCES.get(0), 20));
    learner.setProcessingTime(1999);
    learner.setProcessingTime(2000);

    List<ModelMetrics> reports = learner.metrics(MetricsKind.PROGRESS);
    assertThat(reports).extracting(ModelMetrics::getAt).containsExactly(1000L, 2000L);
    assertThat(reports.get(0).getValues())
        .containsOnlyKeys("waiting", "late", "recoveries", "outliers", "withheld", "returns");
    assertThat(reports.get(0).getLearnedUntil()).isNull();
    ModelMetrics report = reports.get(1);
    assertThat(report.getName()).isEqualTo("swing");
    assertThat(report.getEpoch()).isEqualTo(1);
    assertThat(report.getSequence()).isEqualTo(report.getSteps()).isEqualTo(95 / 4);
    assertThat(report.getSequences()).isEqualTo(95 / 4 * 4);
    assertThat(report.getLearnedUntil()).isEqualTo(19);
    assertThat(report.getValues())
        .containsOnlyKeys(
            "trainLoss", "waiting", "late", "recoveries", "outliers", "withheld", "returns")
        .containsEntry("waiting", 95.0 % 4)
        .containsEntry("late", 1.0)
        .containsEntry("recoveries", 0.0);
    assertThat(report.getValues().get("trainLoss")).isPositive();
  }

  @Test
  void tellsOfEveryPublicationWithItsLosses() throws Exception {
    TestingLearnerOperator learner = with(TestingLearnerOperator.started(InService.NOTHING));
    learner.learnEverySecond(1, 4);

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
    TestingLearnerOperator early = with(TestingLearnerOperator.started(InService.NOTHING));
    early.learn(1, 1);
    TestingLearnerOperator learner =
        with(
            TestingLearnerOperator.restored(
                PIPELINE, TestingLearnerOperator.learnedBefore(3), early.snapshot(1, 1), 0));
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
    TestingLearnerOperator learner = with(TestingLearnerOperator.started(InService.NOTHING));
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
    TestingLearnerOperator undisturbed = with(TestingLearnerOperator.started(InService.NOTHING));
    undisturbed.learnEverySecond(1, 9);

    TestingLearnerOperator first = with(TestingLearnerOperator.started(InService.NOTHING));
    first.learnEverySecond(1, 4);
    TestingLearnerOperator second =
        with(TestingLearnerOperator.restored(PIPELINE, first.snapshot(1, 1), 4000));
    second.learnEverySecond(5, 9);

    assertThat(first.models()).hasSizeGreaterThan(1);
    assertThat(second.models()).hasSizeGreaterThan(1);
    List<ModelChunk> chunks = new ArrayList<>(first.extractOutputValues());
    chunks.addAll(second.extractOutputValues());
    assertThat(chunks).isEqualTo(undisturbed.extractOutputValues());
  }

  @Test
  void anotherModelBeginsTheNextEpoch() throws Exception {
    TestingLearnerOperator first =
        with(TestingLearnerOperator.started(TestingLearnerOperator.learnedBefore(3)));
    first.learnEverySecond(1, 1);
    TestingLearnerOperator second =
        with(
            TestingLearnerOperator.restored(
                TestingLearnerOperator.pipeline(4), first.snapshot(1, 1), 1000));
    second.learnEverySecond(2, 3);

    ModelSnapshot model = second.models().get(0);
    assertThat(model.version().epoch()).isEqualTo(5);
    assertThat(model.fingerprint())
        .isEqualTo(TestingLearnerOperator.pipeline(4).model().fingerprint());
    assertThat(last(second.metrics(MetricsKind.PROGRESS)).getEpoch()).isEqualTo(5);
  }

  @Test
  void anOldStateGoesOnAboveWhatWasPublishedSince() throws Exception {
    TestingLearnerOperator first = with(TestingLearnerOperator.started(InService.NOTHING));
    first.learnEverySecond(1, 4);
    OperatorSubtaskState old = first.snapshot(1, 1);

    TestingLearnerOperator sameEpoch =
        with(TestingLearnerOperator.restored(PIPELINE, new InService(1, new byte[0]), old, 4000));
    sameEpoch.learnEverySecond(5, 6);
    assertThat(sameEpoch.models().get(0).version().epoch()).isEqualTo(1);

    InService since = new InService(3, new byte[0]);
    TestingLearnerOperator rolledBack =
        with(TestingLearnerOperator.restored(PIPELINE, since, old, 4000));
    rolledBack.learnEverySecond(5, 6);
    assertThat(rolledBack.models().get(0).version().epoch()).isEqualTo(4);
    assertThat(rolledBack.models().get(0).weights().data())
        .isEqualTo(sameEpoch.models().get(0).weights().data());
  }

  @Test
  void anOldStateIsTriedAgainstWhatIsInServiceNow() throws Exception {
    TestingLearnerOperator first = with(TestingLearnerOperator.started(InService.NOTHING));
    first.learnEverySecond(1, 1);
    TestingLearnerOperator rolledBack =
        with(
            TestingLearnerOperator.restored(
                PIPELINE, TestingLearnerOperator.learnedBefore(3), first.snapshot(1, 1), 1000));
    rolledBack.learnEverySecond(2, 3);

    assertThat(rolledBack.models()).isEmpty();
    assertThat(rolledBack.metrics(MetricsKind.REFUSED))
        .isNotEmpty()
        .allSatisfy(
            refused -> assertThat(refused.getReason()).contains("the version in service has"));
  }

  @Test
  void withoutAStateItGoesOnFromWhatIsInService() throws Exception {
    InService before = TestingLearnerOperator.learnedBefore(3);
    ModelSnapshot serving = ModelSnapshotCodec.decode(before.snapshot());
    TestingLearnerOperator learner = with(TestingLearnerOperator.started(before));
    TestingLearnerOperator untrained = with(TestingLearnerOperator.started(InService.NOTHING));

    learner.learnEverySecond(1, 4);
    untrained.learnEverySecond(1, 4);

    ModelSnapshot first = learner.models().get(0);
    assertThat(first.version().epoch()).isEqualTo(4);
    assertThat(distance(first, serving))
        .isLessThan(0.3 * distance(untrained.models().get(0), serving));
  }

  @Test
  void publishesWhatIsLeftAtTheEnd() throws Exception {
    TestingLearnerOperator learner = with(TestingLearnerOperator.started(InService.NOTHING));
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
    TestingLearnerOperator learner = with(TestingLearnerOperator.started(InService.NOTHING));
    learner.setProcessingTime(1000);
    learner.learn(1, 10);

    assertThat(learner.getOutput()).last().isEqualTo(new Watermark(10));
  }
}

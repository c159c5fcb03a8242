package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutliersTest {
  private static final int USUAL = 400;

  private static Pipeline pipeline(String learn) {
    return PipelineFile.parse(
        "plane.yaml",
        """
        name: plane
        events: {topic: points, key: source, time: {field: at}}
        features:
          - number: [x, y, z]
        model: {task: classify, label: side, classes: 2, layers: [dense]}
        learn: {batch: 8%s}
        """
            .formatted(learn));
  }

  private static final Pipeline PLANE = pipeline(", fresh: 2, replay: 100");

  private static OnlineLearner learner(Pipeline pipeline) {
    return new OnlineLearner(pipeline.model(), pipeline.learn(), 1, null, "test");
  }

  /**
   * Points; from a time on some of their numbers, the first ones, are a thousand times too large.
   */
  private static List<TrainingSequence> points(int from, int until, int large) {
    FeatureSchema schema = PLANE.features();
    List<TrainingSequence> points = new ArrayList<>();
    for (int time = from; time < until; time++) {
      SplittableRandom random = new SplittableRandom(time);
      double[] numbers = {
        random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextInt(2)
      };
      for (int i = 0; i < large; i++) {
        numbers[i] *= 1000;
      }
      double[] observed = new double[schema.observedWidth()];
      double[] unexpected = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
      schema.observe(numbers, time, unexpected, new double[schema.stateSize()], 0, observed, 0);
      points.add(new TrainingSequence("s", "" + time, time, time, 1, observed));
    }
    return points;
  }

  private static OnlineLearner learned(Pipeline pipeline, List<TrainingSequence> points) {
    OnlineLearner learner = learner(pipeline);
    learn(learner, points);
    return learner;
  }

  private static void learn(OnlineLearner learner, List<TrainingSequence> points) {
    points.forEach(learner::accept);
    learner.advance(points.get(points.size() - 1).time());
    learner.stepOverRest();
  }

  private static List<TrainingSequence> usualThen(int large) {
    List<TrainingSequence> points = points(0, USUAL, 0);
    points.addAll(points(USUAL, USUAL + 20, large));
    return points;
  }

  @Test
  void anEventOfNonsenseIsCountedAndNotLearned() {
    assertThat(learned(PLANE, usualThen(0)).progress().outliers()).isZero();
    // A number may happen to be so small that even a thousand times as much is not far.
    assertThat(learned(PLANE, usualThen(3)).progress().outliers()).isBetween(19L, 20L);
  }

  @Test
  void oneStrangeNumberAmongManyIsNoReasonToPassAnEventOver() {
    Pipeline strict = pipeline(", fresh: 2, replay: 100, gate: {outliers: 0.3}");
    assertThat(learned(strict, usualThen(1)).progress().outliers()).isZero();
    assertThat(learned(PLANE, usualThen(2)).progress().outliers()).isZero();
    assertThat(learned(strict, usualThen(2)).progress().outliers()).isBetween(17L, 20L);
  }

  @Test
  void whatStaysSoIsTheNewUsual() {
    OnlineLearner learner = learned(PLANE, points(0, USUAL, 0));
    learn(learner, points(USUAL, 2 * USUAL, 3));
    long passedOver = learner.progress().outliers();
    assertThat(passedOver).isLessThan(USUAL / 4);
    learn(learner, points(2 * USUAL, 3 * USUAL, 3));
    assertThat(learner.progress().outliers()).isEqualTo(passedOver);
  }

  @Test
  void nothingButNonsenseInABatchLeavesTheWeightsAsTheyAre() {
    Pipeline fresh = pipeline("");
    OnlineLearner learner = learned(fresh, points(0, USUAL, 0));
    float[] before = learner.snapshot(0).weights().data().clone();
    learn(learner, points(USUAL, USUAL + 8, 3));
    assertThat(learner.progress().outliers()).isEqualTo(8);
    assertThat(learner.progress().recoveries()).isZero();
    assertThat(learner.snapshot(0).weights().data()).isEqualTo(before);
  }

  @Test
  void itsCountIsPartOfTheState() {
    OnlineLearner learner = learned(PLANE, usualThen(3));
    OnlineLearner restored = learner(PLANE);
    restored.restore(learner.state());
    assertThat(restored.progress()).isEqualTo(learner.progress());
    assertThat(restored.state()).isEqualTo(learner.state());
  }
}

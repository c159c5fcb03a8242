package io.tidemill.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.math.Matrix;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.serve.Softmax;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Provenance;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Metrics beside those counted by hand. */
class JudgesTest {
  private static final Pipeline LEVELS = TestingPipelines.LEVELS;
  private static final Pipeline NEXT =
      TestingPipelines.parse(LEVELS.text().replace("horizon: [1, 3]", "horizon: 1"));

  @Test
  void forecastsAreCountedInUnitsAndInDeviationsOfWhatWasKnown() {
    // Known 0 and 2: their deviation is 1. The last value is forecast: 3 of 5, and 5 of 4.
    Rows rows = series(NEXT, "a", 0, 2, 3, 5, 4);
    Part[] parts = Part.all(rows).cut(new Share(3));

    Map<String, Double> metrics = judged(NEXT, parts[1], parts[0]).metrics();

    assertThat(metrics)
        .contains(
            entry("examples", 2.0),
            entry("MAE", 1.5),
            entry("MAE of the last value", 1.5),
            entry("MSE in deviations", (4 + 1) / 2.0),
            entry("MAE in deviations", 1.5));
    assertThat(metrics.get("RMSE")).isCloseTo(Math.sqrt(2.5), within(1e-12));
  }

  @Test
  void aForecastIsCountedWhenAllItsOutcomesAreInThePart() {
    Rows rows = series(LEVELS, "a", TestingRows.swing(30, 1));
    Part[] parts = Part.all(rows).cut(new Share(10));

    assertThat(judged(LEVELS, parts[1], parts[0]).metrics()).containsEntry("examples", 10.0 - 3);
    assertThat(judged(LEVELS, parts[0], parts[0]).metrics()).containsEntry("examples", 20.0 - 3);
    assertThat(judged(LEVELS, parts[1], parts[0]).details().lines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("  level, 3 ahead: MAE "));
  }

  @Test
  void aKeyIsMeasuredByItsOwnDeviationWhateverItsPlaceInAnotherFile() {
    // Deviations 1 and 10; both are wrong by 2 once.
    Rows known = new TestingRows(NEXT.features()).series("a", 0, 2).series("b", 0, 20).rows();
    Rows later =
        new TestingRows(NEXT.features())
            .series("b", 5, 7)
            .series("c", 1, 9)
            .series("a", 1, 3)
            .rows();

    Map<String, Double> metrics = judged(NEXT, Part.all(later), Part.all(known)).metrics();

    assertThat(metrics.get("examples")).isEqualTo(3);
    assertThat(metrics.get("MSE in deviations")).isCloseTo((4 + 0.04) / 2, within(1e-12));
  }

  @Test
  void ofNothingNothingCanBeTold() {
    Rows rows = series(NEXT, "a", 1);

    Map<String, Double> metrics = judged(NEXT, Part.all(rows), Part.all(rows)).metrics();

    assertThat(metrics).containsEntry("examples", 0.0).containsEntry("MAE", Double.NaN);
  }

  @Test
  void classesAreCountedOneByOne() {
    ClassificationJudge judge =
        new ClassificationJudge(new Classification("kind", List.of("low", "high")), 0);
    // Three are low, one of them is called high; one is high, and called so; one is unknown.
    double sure = Math.log(19); // odds of 0.95 to 0.05
    answer(judge, 0, sure, 0);
    answer(judge, 0, sure, 0);
    answer(judge, 0, 0, sure);
    answer(judge, 1, 0, 1);
    answer(judge, Double.NaN, 0, 1);

    Map<String, Double> metrics = judge.metrics();

    assertThat(metrics)
        .contains(
            entry("examples", 5.0),
            entry("accuracy", 0.75),
            entry("accuracy of the commonest class", 0.75),
            entry("precision", (1 + 0.5) / 2),
            entry("share at least 0.9 sure", 3 / 5.0));
    assertThat(metrics.get("recall")).isCloseTo((2 / 3.0 + 1) / 2, within(1e-9));
    double said = 1 / (1 + Math.exp(-1));
    assertThat(metrics.get("log-loss"))
        .isCloseTo(-(2 * Math.log(0.95) + Math.log(0.05) + Math.log(said)) / 4, within(1e-6));
    assertThat(metrics.get("ROC AUC")).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(judge.details().lines())
        .containsExactly(
            "confusion: a row for each class, a column for each answer",
            "  low       2      1   precision 1.000  recall 0.667",
            "  high      0      1   precision 0.500  recall 1.000");
  }

  @Test
  void withoutLabelsTheAnswersAreCounted() {
    ClassificationJudge judge =
        new ClassificationJudge(new Classification("kind", List.of("low", "high")), 0);
    answer(judge, Double.NaN, 0, 9);
    answer(judge, Double.NaN, 1, 0);
    answer(judge, Double.NaN, 1, 0);

    assertThat(judge.metrics()).containsOnlyKeys("examples", "share at least 0.9 sure");
    assertThat(judge.details().lines())
        .containsExactly("answers by class", "  low          2", "  high         1");
  }

  @Test
  void probabilitiesAreThoseOfLogits() {
    float[] probabilities = new float[3];
    Matrix logits = row(1000, 1000 + Math.log(2), 1000);

    assertThat(Softmax.of(logits, 0, probabilities)).isEqualTo(1);
    assertThat(probabilities[1]).isCloseTo(0.5f, within(1e-4f));
    assertThat(probabilities[0]).isEqualTo(probabilities[2]);
  }

  @Test
  void aReconstructionIsScoredByItsMeanSquareAndRankedByMarks() {
    double[] marks = {0, 1, Double.NaN, 0};
    ReconstructionJudge judge =
        new ReconstructionJudge(
            new Rows() {
              @Override
              public int keys() {
                return 1;
              }

              @Override
              public String name(int key) {
                return "a";
              }

              @Override
              public int length(int key) {
                return marks.length;
              }

              @Override
              public long time(int key, int row) {
                return row;
              }

              @Override
              public void observe(int key, int row, double[] to, int offset) {}

              @Override
              public double mark(int key, int row) {
                return marks[row];
              }
            });
    double[][] wrongBy = {{1, 1}, {2, 0}, {0, 0}, {3, 1}};
    for (int i = 0; i < wrongBy.length; i++) {
      judge.answered(
          0, i, new double[0], 0, row(5, 5), row(5 + wrongBy[i][0], 5 + wrongBy[i][1]), 0);
    }

    assertThat(judge.metrics())
        .containsExactly(
            entry("examples", 4.0),
            entry("mean squared error", (1 + 2 + 0 + 5) / 4.0),
            entry("share that is marked", 1 / 3.0),
            entry("ROC AUC", 0.5),
            entry("PR AUC", 0.5));
  }

  private static void answer(ClassificationJudge judge, double actual, double... logits) {
    judge.answered(0, 0, new double[] {actual}, 0, row(0), row(logits), 0);
  }

  private static Matrix row(double... values) {
    Matrix matrix = new Matrix(1, values.length).resize(1);
    for (int i = 0; i < values.length; i++) {
      matrix.data()[i] = (float) values[i];
    }
    return matrix;
  }

  /** By a model whose weights are 0: it forecasts the last value. */
  private static Judge judged(Pipeline pipeline, Part part, Part known) {
    ModelSnapshot model =
        new ModelSnapshot(
            pipeline.model(),
            new ModelVersion(1, 1),
            Parameters.zeros(pipeline.model().model()),
            FeatureScaling.identity(pipeline.features().observedWidth()),
            new Provenance("test", 0, OptionalLong.empty(), 1, 1));
    Judge judge = Judge.of(model, part, known);
    new Answering(model).answer(part, judge);
    return judge;
  }

  private static Rows series(Pipeline pipeline, String key, double... values) {
    return new TestingRows(pipeline.features()).series(key, values).rows();
  }
}

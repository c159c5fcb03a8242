package io.tidemill.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.pipeline.Pipeline;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FittingTest {
  private static final Pipeline LEVELS = TestingPipelines.LEVELS;
  private static final Pipeline KINDS = TestingPipelines.KINDS;

  /** What was told of each pass. */
  private static final class Passes implements Fitting.Progress {
    final List<Double> losses = new ArrayList<>();
    final List<Double> validations = new ArrayList<>();
    final List<Boolean> best = new ArrayList<>();

    @Override
    public void begins(int epoch, int sequences) {
      assertThat(epoch).isEqualTo(losses.size() + 1);
    }

    @Override
    public void learned(int sequences) {}

    @Override
    public void ended(int epoch, double loss, double validation, boolean better) {
      losses.add(loss);
      validations.add(validation);
      best.add(better);
    }
  }

  private final Passes passes = new Passes();

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherSeedOthers() throws IOException {
    Part[] parts = Part.all(swings(60)).cut(new Share(0.2));

    float[] weights = fit(LEVELS, parts, 3, 0).weights().data();

    assertThat(fit(LEVELS, parts, 3, 0).weights().data()).isEqualTo(weights);
    assertThat(fit(LEVELS.withSeed(9), parts, 3, 0).weights().data()).isNotEqualTo(weights);
  }

  @Test
  void learnsASwing() throws IOException {
    fit(LEVELS, Part.all(swings(200)).cut(new Share(0.2)), 12, 0);

    assertThat(passes.validations.get(11)).isLessThan(0.25 * passes.validations.get(0));
    assertThat(passes.losses).doesNotContain(Double.NaN);
  }

  @Test
  void keepsTheWeightsThatWereBestAndStopsWhenTheyAreOld() throws IOException {
    Part train = Part.all(kinds(24, 1));
    Part validation = Part.all(kinds(200, 2)); // labels of chance: what is learned does not help

    ModelSnapshot model = fit(KINDS, new Part[] {train, validation}, 60, 3);

    int ended = passes.validations.size();
    int best = passes.best.lastIndexOf(true);
    assertThat(ended).as("%s", passes.validations).isBetween(4, 59).isEqualTo(best + 4);
    double least = passes.validations.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    assertThat(passes.validations.get(best)).isEqualTo(least);
    assertThat(logLoss(model, validation)).isCloseTo(least, within(1e-5));
    assertThat(passes.validations.get(ended - 1)).isGreaterThan(least);
  }

  @Test
  void withoutOtherRowsTheLastWeightsAreTaken() throws IOException {
    Part train = Part.all(kinds(24, 1));
    Part nothing = TestingRows.none(train.rows());

    ModelSnapshot model = fit(KINDS, new Part[] {train, nothing}, 6, 2);

    assertThat(passes.best).containsExactly(true, true, true, true, true, true);
    assertThat(passes.validations).containsOnly(Double.NaN);
    assertThat(logLoss(model, train)).isLessThan(passes.losses.get(5));
  }

  @Test
  void learnsNothingOfTheOtherRows() throws IOException {
    double[] values = TestingRows.swing(60, 1);
    double[] others = values.clone();
    Arrays.fill(others, 48, 60, 1e6);
    Part[] parts = Part.all(series(values)).cut(new Share(0.2));
    Part[] wild = Part.all(series(others)).cut(new Share(0.2));
    assertThat(wild[1].from()).containsExactly(48);

    ModelSnapshot model = fit(LEVELS, parts, 1, 0);
    ModelSnapshot beside = fit(LEVELS, wild, 1, 0);

    assertThat(beside.weights().data()).isEqualTo(model.weights().data());
    assertThat(beside.scaling()).isEqualTo(model.scaling());
    assertThat(model.scaling().mean()[0])
        .isCloseTo(Arrays.stream(values, 0, 48).average().orElse(0), within(1e-9));
  }

  @Test
  void saysWhatTheModelHasLearned() throws IOException {
    Part[] parts = Part.all(swings(60)).cut(new Share(10));

    ModelSnapshot model = fit(LEVELS, parts, 2, 0);

    assertThat(model.version()).isEqualTo(new ModelVersion(1, model.provenance().steps()));
    assertThat(model.provenance().trainedBy()).isEqualTo("tidemill train");
    assertThat(model.provenance().createdAt()).isEqualTo(77);
    assertThat(model.provenance().learnedUntil()).isEqualTo(OptionalLong.of(49 * 60_000L));
    assertThat(model.provenance().sequences()).isBetween(2 * 10L, 2 * 11L); // 49 rows by fives
  }

  @Test
  void rowsWithoutOutcomesAreRefused() {
    Part tooShort = Part.all(series(5));
    assertThatThrownBy(() -> fit(LEVELS, new Part[] {tooShort, tooShort}, 1, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is nothing to learn: no row has an outcome");

    Rows unlabelled =
        new TestingRows(KINDS.features()).key("all", new double[] {1, 2, Double.NaN}).rows();
    assertThatThrownBy(() -> fit(KINDS, new Part[] {Part.all(unlabelled), tooShort}, 1, 0))
        .hasMessageContaining("there is nothing to learn");
  }

  @Test
  void weightsThatAreNoNumbersAreNoResult() {
    Pipeline hasty =
        TestingPipelines.parse(
            LEVELS
                .text()
                .replace("{adam: {rate: 0.02}}, ", "{sgd: {rate: 1e300}}, loss: squared, "));

    assertThatThrownBy(() -> fit(hasty, Part.all(swings(60)).cut(new Share(0.2)), 2, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no pass ended with a loss that is a number");
    assertThat(passes.validations).hasSize(2).noneMatch(Double::isFinite);
  }

  private ModelSnapshot fit(Pipeline pipeline, Part[] parts, int epochs, int patience)
      throws IOException {
    passes.losses.clear();
    passes.validations.clear();
    passes.best.clear();
    return new Fitting(pipeline.model(), pipeline.learn(), epochs, patience, passes)
        .fit(parts[0], parts[1], 77);
  }

  private static double logLoss(ModelSnapshot model, Part part) {
    Judge judge = Judge.of(model, part, part);
    new Answering(model).answer(part, judge);
    return judge.metrics().getOrDefault("log-loss", Double.NaN);
  }

  private static Rows swings(int rows) {
    return series(TestingRows.swing(rows, 4));
  }

  private static Rows series(double... values) {
    return new TestingRows(LEVELS.features()).series("a", values).rows();
  }

  /** Points with labels that have nothing to do with them. */
  private static Rows kinds(int count, long seed) {
    Random random = new Random(seed);
    double[][] numbers = new double[count][];
    for (int i = 0; i < count; i++) {
      numbers[i] = new double[] {random.nextGaussian(), random.nextGaussian(), random.nextInt(2)};
    }
    return new TestingRows(KINDS.features()).key("all", numbers).rows();
  }
}

package io.tidemill.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.learning.Recipe;
import io.tidemill.learning.SequenceShape;
import io.tidemill.math.Matrix;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.train.SequenceBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BatchesTest {

  /** Forecasts deviations from a mean of 0 by units of 1: what is to be learned is the value. */
  private static final Pipeline PIPELINE =
      TestingPipelines.parse(
          """
          name: values
          events: {topic: t, key: k, time: {field: at}}
          features: [{number: value, scale: none}]
          model: {target: value, horizon: [1, 3], base: mean, layers: [gru: 2, dense]}
          learn: {sequence: 6, burn-in: 2, batch: 3, loss: squared}
          """);

  private static final FeatureScaling SCALING =
      FeatureScaling.identity(PIPELINE.features().observedWidth());

  /** Lengths below, at and above those of a sequence and its blocks. */
  private static final int[] LENGTHS = {1, 2, 3, 4, 5, 9, 40};

  private static final Rows ROWS = rows();

  /** The value of a row says which row it is: hundredths of the key, thousandths of the row. */
  private static Rows rows() {
    TestingRows rows = new TestingRows(PIPELINE.features());
    for (int key = 0; key < LENGTHS.length; key++) {
      double[] values = new double[LENGTHS[key]];
      for (int row = 0; row < values.length; row++) {
        values[row] = 0.1 * key + 0.001 * row;
      }
      rows.series("k" + key, values);
    }
    return rows.rows();
  }

  @Test
  void learnsEveryOutcomeExactlyOnceAPass() {
    Part all = Part.all(ROWS);
    for (int seed = 0; seed < 30; seed++) {
      assertThat(learned(all, seed)).isEqualTo(outcomes(all));
    }
  }

  @Test
  void learnsNothingThatIsNotInThePart() {
    Part[] parts = Part.all(ROWS).cut(new Share(0.3));
    for (int seed = 0; seed < 10; seed++) {
      assertThat(learned(parts[0], seed)).isEqualTo(outcomes(parts[0]));
      assertThat(learned(parts[1], seed)).isEqualTo(outcomes(parts[1]));
    }
    assertThat(outcomes(parts[1])).hasSizeGreaterThan(20);
  }

  @Test
  void judgesEveryOutcomeOnceInTheOrderOfTheRows() {
    Part[] parts = Part.all(ROWS).cut(new Share(0.3));
    for (Part part : parts) {
      List<String> judged = new ArrayList<>();
      batches(part).judge(batch(), (batch, done) -> judged.addAll(outcomes(batch)));

      assertThat(counted(judged)).isEqualTo(outcomes(part));
    }
  }

  @Test
  void theSeedSaysTheOrderAndWhereTheSequencesBegin() {
    Part all = Part.all(ROWS);

    assertThat(inOrder(all, 1)).isEqualTo(inOrder(all, 1)).isNotEqualTo(inOrder(all, 2));
  }

  @Test
  void countsItsSequences() {
    Batches batches = batches(Part.all(ROWS));
    int[] last = new int[1];

    int count = batches.learn(3, batch(), (batch, done) -> last[0] = done);

    assertThat(count)
        .isEqualTo(last[0])
        .isBetween(batches.sequences(), batches.sequences() + LENGTHS.length);
  }

  @Test
  void ofNoRowsThereIsNoBatch() {
    int count =
        batches(TestingRows.none(ROWS))
            .learn(
                1,
                batch(),
                (batch, done) -> {
                  throw new AssertionError("a batch of nothing");
                });

    assertThat(count).isZero();
  }

  /** How often each outcome is to be learned: once at each horizon that reaches it. */
  private static Map<String, Integer> outcomes(Part part) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < part.keys().length; i++) {
      for (int row = part.from()[i]; row < part.to()[i]; row++) {
        for (int horizon : new int[] {1, 3}) {
          if (row >= horizon) {
            names.add(name(horizon, 100 * part.keys()[i] + row));
          }
        }
      }
    }
    return counted(names);
  }

  private static Map<String, Integer> learned(Part part, long seed) {
    return counted(inOrder(part, seed));
  }

  private static List<String> inOrder(Part part, long seed) {
    List<String> names = new ArrayList<>();
    batches(part).learn(seed, batch(), (batch, done) -> names.addAll(outcomes(batch)));
    return names;
  }

  private static List<String> outcomes(SequenceBatch batch) {
    List<String> names = new ArrayList<>();
    for (int step = 0; step < batch.steps(); step++) {
      Matrix weight = batch.weight(step);
      for (int i = 0; i < weight.rows() * weight.columns(); i++) {
        if (weight.data()[i] > 0) {
          int horizon = i % weight.columns() == 0 ? 1 : 3;
          names.add(name(horizon, Math.round(1000 * batch.target(step).data()[i])));
        }
      }
    }
    return names;
  }

  private static String name(int horizon, int row) {
    return row + " by " + horizon;
  }

  private static Map<String, Integer> counted(List<String> names) {
    Map<String, Integer> counts = new TreeMap<>();
    names.forEach(name -> counts.merge(name, 1, Integer::sum));
    return counts;
  }

  private static Batches batches(Part part) {
    Recipe recipe = new Recipe(PIPELINE.model(), PIPELINE.learn());
    assertThat(recipe.shape().outcomes())
        .isEqualTo(4)
        .isLessThan(Arrays.stream(LENGTHS).max().getAsInt());
    return new Batches(recipe, part, SCALING);
  }

  private static SequenceBatch batch() {
    SequenceShape shape = SequenceShape.of(PIPELINE.learn(), PIPELINE.model());
    return SequenceBatch.of(3, shape.steps(), PIPELINE.model().model(), PIPELINE.learn().loss());
  }
}

package io.tidemill.learning;

import io.tidemill.feature.BoundForecast;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.math.Matrix;
import io.tidemill.train.SequenceBatch;
import java.util.Arrays;

/**
 * Writes sequences into batches under a scaling: inputs of every step, and as targets the newest
 * outcomes, as many as the {@link SequenceShape} says. Older, unknown and missing outcomes have
 * weight 0.
 */
final class SequenceEncoder {
  private final FeatureSchema schema;
  private final BoundForecast forecast;
  private final SequenceShape shape;
  private final int[] horizons;
  private final double[] outcomes;

  SequenceEncoder(FeatureSchema schema, BoundForecast forecast, SequenceShape shape) {
    this.schema = schema;
    this.forecast = forecast;
    this.shape = shape;
    horizons = forecast.forecast().horizons().stream().mapToInt(Integer::intValue).toArray();
    outcomes = new double[forecast.forecast().outputSize()];
  }

  /**
   * Adds a sequence to the batch.
   *
   * @return outcomes to learn from
   */
  int encode(TrainingSequence sequence, FeatureScaling scaling, SequenceBatch batch) {
    int row = batch.add();
    int width = sequence.width();
    double[] observed = sequence.observed();
    int steps = sequence.rows() - shape.lead();
    int known = 0;
    for (int t = 0; t < steps; t++) {
      Matrix x = batch.x(t);
      schema.input(observed, t * width, scaling, x.data(), x.offset(row));
      if (outcomesOf(sequence, t)) {
        Matrix target = batch.target(t);
        Matrix weight = batch.weight(t);
        known +=
            forecast.target(
                observed,
                t * width,
                scaling,
                outcomes,
                0,
                target.data(),
                target.offset(row),
                weight.data(),
                weight.offset(row));
      }
    }
    return known;
  }

  /** Collects what a step's forecasts became; false: nothing that is to be learned. */
  private boolean outcomesOf(TrainingSequence sequence, int step) {
    boolean any = false;
    Arrays.fill(outcomes, Double.NaN);
    for (int i = 0; i < horizons.length; i++) {
      int row = step + horizons[i];
      if (row < sequence.rows() && row >= sequence.rows() - shape.outcomes()) {
        any = true;
        for (int target = 0; target < forecast.targets(); target++) {
          outcomes[target * horizons.length + i] =
              sequence.observed()[row * sequence.width() + forecast.valueColumn(target)];
        }
      }
    }
    return any;
  }
}

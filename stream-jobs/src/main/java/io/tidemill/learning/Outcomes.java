package io.tidemill.learning;

import io.tidemill.feature.BoundForecast;
import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Task;
import io.tidemill.math.Matrix;
import io.tidemill.train.SequenceBatch;
import java.util.Arrays;

/** What a step of a sequence should have put out, by the task. */
sealed interface Outcomes {

  /**
   * Writes targets and weights of a step as far as they are among the sequence's newest rows.
   *
   * @param newest rows whose outcomes are learned
   * @param row of the batch, whose input of the step is written
   * @return outcomes that are known
   */
  int write(
      TrainingSequence sequence,
      int step,
      int newest,
      FeatureScaling scaling,
      SequenceBatch batch,
      int row);

  static Outcomes of(Task task, FeatureSchema schema) {
    if (task instanceof Forecast forecast) {
      return new Later(forecast.bind(schema));
    } else if (task instanceof Classification classification) {
      return new Label(classification.labelColumn(schema));
    }
    return new Itself(); // reconstructed, or what a generator is to make more of
  }

  /** What the targets become later. */
  final class Later implements Outcomes {
    private final BoundForecast forecast;
    private final int[] horizons;
    private final double[] outcomes;

    Later(BoundForecast forecast) {
      this.forecast = forecast;
      horizons = forecast.forecast().horizons().stream().mapToInt(Integer::intValue).toArray();
      outcomes = new double[forecast.forecast().outputSize()];
    }

    @Override
    public int write(
        TrainingSequence sequence,
        int step,
        int newest,
        FeatureScaling scaling,
        SequenceBatch batch,
        int row) {
      if (!collect(sequence, step, newest)) {
        return 0;
      }
      Matrix target = batch.target(step);
      Matrix weight = batch.weight(step);
      return forecast.target(
          sequence.observed(),
          step * sequence.width(),
          scaling,
          outcomes,
          0,
          target.data(),
          target.offset(row),
          weight.data(),
          weight.offset(row));
    }

    /** Collects what a step's forecasts became; false: nothing that is to be learned. */
    private boolean collect(TrainingSequence sequence, int step, int newest) {
      boolean any = false;
      Arrays.fill(outcomes, Double.NaN);
      for (int i = 0; i < horizons.length; i++) {
        int row = step + horizons[i];
        if (row < sequence.rows() && row >= sequence.rows() - newest) {
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

  /** The class of the event itself. */
  record Label(int column) implements Outcomes {
    @Override
    public int write(
        TrainingSequence sequence,
        int step,
        int newest,
        FeatureScaling scaling,
        SequenceBatch batch,
        int row) {
      double label = sequence.observed()[step * sequence.width() + column];
      if (step < sequence.rows() - newest || Double.isNaN(label)) {
        return 0;
      }
      batch.target(step).data()[batch.target(step).offset(row)] = (float) label;
      batch.weight(step).data()[batch.weight(step).offset(row)] = 1;
      return 1;
    }
  }

  /** The input. */
  record Itself() implements Outcomes {
    @Override
    public int write(
        TrainingSequence sequence,
        int step,
        int newest,
        FeatureScaling scaling,
        SequenceBatch batch,
        int row) {
      if (step < sequence.rows() - newest) {
        return 0;
      }
      Matrix x = batch.x(step);
      Matrix target = batch.target(step);
      Matrix weight = batch.weight(step);
      int columns = Math.min(x.columns(), target.columns());
      System.arraycopy(x.data(), x.offset(row), target.data(), target.offset(row), columns);
      Arrays.fill(weight.data(), weight.offset(row), weight.offset(row + 1), 1);
      return weight.columns();
    }
  }
}

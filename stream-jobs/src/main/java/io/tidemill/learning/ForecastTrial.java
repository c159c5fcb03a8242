package io.tidemill.learning;

import io.tidemill.feature.BoundForecast;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.loss.Loss;
import io.tidemill.math.Matrix;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSnapshot;
import java.util.Arrays;
import java.util.List;

/**
 * Of forecasts: both contenders predict as in service, each under its own scaling, and both errors
 * are counted in the candidate's units.
 */
final class ForecastTrial extends Trial {
  private final FeatureSchema schema;
  private final BoundForecast forecast;
  private final SequenceShape shape;
  private final Loss loss;
  private final ModelSnapshot candidate;
  private final ModelSnapshot serving;
  private final Predictor predictor;
  private final int[] horizons;
  private final int maxRows;
  private final Matrix x;
  private final Matrix memory;
  private final Matrix y;
  private final Matrix predicted;
  private final Matrix truth;
  private final Matrix weight;
  private final Matrix gradient;
  private final double[] values;
  private final double[] outcomes;
  private final float[] scaled;
  private final float[] known;

  ForecastTrial(Recipe recipe, Forecast task, ModelSnapshot candidate, ModelSnapshot serving) {
    super(candidate);
    this.schema = candidate.spec().features();
    this.forecast = task.bind(schema);
    this.shape = recipe.shape();
    this.loss = recipe.learn().loss();
    this.candidate = candidate;
    this.serving = serving;
    this.maxRows = recipe.learn().batch();
    horizons = task.horizons().stream().mapToInt(Integer::intValue).toArray();
    int outputs = task.outputSize();
    predictor = new Predictor(candidate.spec().network(), maxRows);
    x = new Matrix(maxRows, schema.inputWidth());
    memory = new Matrix(maxRows, candidate.spec().network().stateSize());
    y = new Matrix(maxRows, outputs);
    predicted = new Matrix(maxRows, outputs);
    truth = new Matrix(maxRows, outputs);
    weight = new Matrix(maxRows, outputs);
    gradient = new Matrix(maxRows, outputs);
    values = new double[outputs];
    outcomes = new double[outputs];
    scaled = new float[outputs];
    known = new float[outputs];
  }

  @Override
  void judge(List<TrainingSequence> all) {
    for (int from = 0; from < all.size(); from += maxRows) {
      List<TrainingSequence> some = all.subList(from, Math.min(from + maxRows, all.size()));
      int rows = some.size();
      resize(rows);
      writeTruth(some);
      double candidateSum = lossOf(candidate, some);
      count(candidateSum, lossOf(serving, some), rows);
    }
  }

  private void resize(int rows) {
    for (Matrix matrix : List.of(x, memory, y, predicted, truth, weight, gradient)) {
      matrix.resize(rows);
    }
  }

  private void count(double candidateSum, double servingSum, int rows) {
    double outcomes = 0;
    int sequences = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = 0; i < weight.columns(); i++) {
        sum += weight.data()[weight.offset(row) + i];
      }
      outcomes += sum;
      sequences += sum > 0 ? 1 : 0;
    }
    add(candidateSum, servingSum, outcomes, sequences);
  }

  private void writeTruth(List<TrainingSequence> some) {
    weight.fill(0);
    for (int row = 0; row < some.size(); row++) {
      TrainingSequence sequence = some.get(row);
      for (int horizon = 0; horizon < horizons.length; horizon++) {
        int step = sequence.rows() - 1 - horizons[horizon];
        if (step >= 0) {
          for (int target = 0; target < forecast.targets(); target++) {
            values[target * horizons.length + horizon] =
                sequence.observed()[sequence.newest() + forecast.valueColumn(target)];
          }
          scale(sequence, step, horizon, truth, row);
          for (int column = horizon; column < known.length; column += horizons.length) {
            weight.data()[weight.offset(row) + column] = known[column];
          }
        }
      }
    }
  }

  private double lossOf(ModelSnapshot model, List<TrainingSequence> some) {
    predictor.load(model.servedWeights());
    memory.fill(0);
    FeatureScaling scaling = model.scaling();
    for (int step = 0; step < shape.steps(); step++) {
      for (int row = 0; row < some.size(); row++) {
        TrainingSequence sequence = some.get(row);
        if (step < sequence.rows() - shape.lead()) {
          int at = step * sequence.width();
          schema.input(sequence.observed(), at, scaling, x.data(), x.offset(row));
        }
      }
      predictor.step(x, memory, y);
      for (int row = 0; row < some.size(); row++) {
        TrainingSequence sequence = some.get(row);
        for (int horizon = 0; horizon < horizons.length; horizon++) {
          if (step + horizons[horizon] == sequence.rows() - 1) {
            int at = step * sequence.width();
            forecast.values(sequence.observed(), at, scaling, y.data(), y.offset(row), values, 0);
            scale(sequence, step, horizon, predicted, row);
          }
        }
      }
    }
    return loss.gradient(predicted, truth, weight, 0, gradient);
  }

  /** Writes the {@link #values} of one horizon in the candidate's units. */
  private void scale(TrainingSequence sequence, int step, int horizon, Matrix to, int row) {
    Arrays.fill(outcomes, Double.NaN);
    for (int column = horizon; column < outcomes.length; column += horizons.length) {
      outcomes[column] = values[column];
    }
    forecast.target(
        sequence.observed(),
        step * sequence.width(),
        candidate.scaling(),
        outcomes,
        0,
        scaled,
        0,
        known,
        0);
    for (int column = horizon; column < outcomes.length; column += horizons.length) {
      to.data()[to.offset(row) + column] = scaled[column];
    }
  }
}

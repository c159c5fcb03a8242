package io.tidemill.online;

import io.tidemill.feature.BoundForecast;
import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.Forecast;
import io.tidemill.math.Matrix;
import io.tidemill.serve.Softmax;
import io.tidemill.snapshot.ModelSpec;

/** What a network's outputs say in the units of the task, and what its event makes known. */
sealed interface Reading {

  /** Numbers said of an event. */
  int outputs();

  /** Probabilities or values; a new array. */
  double[] said(double[] observed, int at, FeatureScaling scaling, Matrix y, int row);

  /** The class or the values of an observed row; a new array. */
  double[] actual(double[] observed, int at);

  /** The last known values of the targets; a new array. */
  double[] last(double[] observed, int at);

  /** Of a model's task. */
  static Reading of(ModelSpec spec) {
    if (spec.task() instanceof Classification classification) {
      return new OfClass(
          classification.classes().size(), classification.labelColumn(spec.features()));
    }
    if (spec.task() instanceof Forecast forecast) {
      return new OfForecast(forecast.bind(spec.features()));
    }
    throw new IllegalArgumentException(spec.name() + " neither classifies nor forecasts");
  }

  /** Logits as probabilities. */
  record OfClass(int outputs, int label) implements Reading {
    @Override
    public double[] said(double[] observed, int at, FeatureScaling scaling, Matrix y, int row) {
      float[] probabilities = new float[outputs];
      Softmax.of(y, row, probabilities);
      double[] said = new double[outputs];
      for (int k = 0; k < outputs; k++) {
        said[k] = probabilities[k];
      }
      return said;
    }

    @Override
    public double[] actual(double[] observed, int at) {
      return new double[] {observed[at + label]};
    }

    @Override
    public double[] last(double[] observed, int at) {
      return new double[0];
    }
  }

  /** Deviations as values. */
  record OfForecast(BoundForecast forecast) implements Reading {
    @Override
    public int outputs() {
      return forecast.forecast().outputSize();
    }

    @Override
    public double[] said(double[] observed, int at, FeatureScaling scaling, Matrix y, int row) {
      double[] said = new double[outputs()];
      forecast.values(observed, at, scaling, y.data(), y.offset(row), said, 0);
      return said;
    }

    @Override
    public double[] actual(double[] observed, int at) {
      double[] actual = new double[forecast.targets()];
      for (int target = 0; target < actual.length; target++) {
        actual[target] = observed[at + forecast.valueColumn(target)];
      }
      return actual;
    }

    @Override
    public double[] last(double[] observed, int at) {
      double[] last = new double[forecast.targets()];
      for (int target = 0; target < last.length; target++) {
        last[target] = observed[at + forecast.lastColumn(target)];
      }
      return last;
    }
  }
}

package io.tidemill.offline;

import io.tidemill.evaluate.Regression;
import io.tidemill.feature.BoundForecast;
import io.tidemill.feature.Forecast;
import io.tidemill.math.Matrix;
import io.tidemill.snapshot.ModelSnapshot;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Of forecasts: their errors beside those of the last value. Counted are those whose outcomes are
 * all in the part, in the units of the targets, and in deviations of each key's target as it was
 * known before.
 */
final class ForecastJudge implements Judge {
  private final ModelSnapshot model;
  private final BoundForecast forecast;
  private final int[] horizons;
  private final Rows rows;
  private final int[] ends; // of a key: the row after its last one
  private final double[] deviations; // [keys, targets] of what was known of a key; NaN: nothing
  private final Regression[] errors; // by output
  private final double[] values;
  private final double[] later;
  private long forecasts;
  private long scaled;
  private double naive;
  private long naives;
  private double squares;
  private double absolute;

  ForecastJudge(ModelSnapshot model, Forecast task, Part part, Part known) {
    this.model = model;
    this.forecast = task.bind(model.spec().features());
    this.horizons = task.horizons().stream().mapToInt(Integer::intValue).toArray();
    this.rows = part.rows();
    this.values = new double[task.outputSize()];
    this.later = new double[model.spec().features().observedWidth()];
    this.errors = new Regression[task.outputSize()];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = new Regression();
    }
    this.ends = new int[rows.keys()];
    this.deviations = new double[rows.keys() * forecast.targets()];
    Arrays.fill(deviations, Double.NaN);
    Map<String, double[]> byName = new HashMap<>(); // the known rows may be of another file
    for (int i = 0; i < known.keys().length; i++) {
      byName.put(known.rows().name(known.keys()[i]), deviations(known, i));
    }
    for (int i = 0; i < part.keys().length; i++) {
      int key = part.keys()[i];
      ends[key] = part.to()[i];
      double[] own = byName.get(rows.name(key));
      if (own != null) {
        System.arraycopy(own, 0, deviations, key * own.length, own.length);
      }
    }
  }

  /** Of the known values of each target, about their mean. */
  private double[] deviations(Part known, int i) {
    double[] all = new double[forecast.targets()];
    for (int target = 0; target < all.length; target++) {
      double count = 0;
      double mean = 0;
      double sum = 0;
      for (int row = known.from()[i]; row < known.to()[i]; row++) {
        known.rows().observe(known.keys()[i], row, later, 0);
        double value = later[forecast.valueColumn(target)];
        if (!Double.isNaN(value)) {
          count++;
          double from = value - mean;
          mean += from / count;
          sum += from * (value - mean);
        }
      }
      all[target] = Math.sqrt(sum / count);
    }
    return all;
  }

  @Override
  public void answered(int key, int row, double[] observed, int at, Matrix x, Matrix y, int i) {
    if (row + horizons[horizons.length - 1] >= ends[key]) {
      return;
    }
    forecast.values(observed, at, model.scaling(), y.data(), y.offset(i), values, 0);
    forecasts++;
    for (int horizon = 0; horizon < horizons.length; horizon++) {
      rows.observe(key, row + horizons[horizon], later, 0);
      for (int target = 0; target < forecast.targets(); target++) {
        int column = forecast.valueColumn(target);
        double actual = later[column];
        double said = values[target * horizons.length + horizon];
        if (Double.isNaN(actual) || Double.isNaN(said)) {
          continue;
        }
        errors[target * horizons.length + horizon].add(actual, said);
        double last = observed[at + forecast.lastColumn(target)];
        if (!Double.isNaN(last)) {
          naives++;
          naive += Math.abs(actual - last);
        }
        double unit = deviations[key * forecast.targets() + target];
        if (unit > 0) {
          double error = (actual - said) / unit;
          scaled++;
          squares += error * error;
          absolute += Math.abs(error);
        }
      }
    }
  }

  @Override
  public Map<String, Double> metrics() {
    double mae = 0;
    double rmse = 0;
    double r2 = 0;
    double smape = 0;
    long count = 0;
    for (Regression error : errors) {
      mae += error.meanAbsoluteError() * error.examples();
      rmse += Math.pow(error.rootMeanSquaredError(), 2) * error.examples();
      r2 += error.rSquared();
      smape += error.symmetricError() * error.examples();
      count += error.examples();
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("examples", (double) forecasts);
    metrics.put("MAE", mae / count);
    metrics.put("MAE of the last value", naive / naives);
    metrics.put("RMSE", Math.sqrt(rmse / count));
    metrics.put("R²", r2 / errors.length);
    metrics.put("sMAPE", smape / count);
    if (scaled > 0) {
      metrics.put("MSE in deviations", squares / scaled);
      metrics.put("MAE in deviations", absolute / scaled);
    }
    return metrics;
  }

  @Override
  public String details() {
    if (errors.length == 1) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (int target = 0; target < forecast.targets(); target++) {
      for (int horizon = 0; horizon < horizons.length; horizon++) {
        Regression error = errors[target * horizons.length + horizon];
        text.append(
            String.format(
                Locale.ROOT,
                "  %s, %d ahead: MAE %.4g  RMSE %.4g  R² %.3f%n",
                forecast.forecast().targets().get(target),
                horizons[horizon],
                error.meanAbsoluteError(),
                error.rootMeanSquaredError(),
                error.rSquared()));
      }
    }
    return "errors by target and horizon\n" + text;
  }
}

package io.tidemill.local;

import io.tidemill.feature.BoundForecast;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.schema.message.Output;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.schema.message.ServedFeatures;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Of forecasts with the numbers that came. */
final class ForecastComparison implements Comparison {
  private final Forecast forecast;
  private final int[] valueColumns;
  private final int[] lastColumns;
  private final ForecastErrors errors;

  /**
   * @param outOfOrdernessMs how much older than the newest event of its key another may be
   */
  ForecastComparison(FeatureSchema schema, Forecast forecast, long outOfOrdernessMs) {
    this.forecast = forecast;
    BoundForecast bound = forecast.bind(schema);
    valueColumns = IntStream.range(0, bound.targets()).map(bound::valueColumn).toArray();
    lastColumns = IntStream.range(0, bound.targets()).map(bound::lastColumn).toArray();
    errors = new ForecastErrors(bound.targets(), forecast.horizons(), outOfOrdernessMs);
  }

  @Override
  public void answer(Prediction prediction) {
    boolean counts =
        prediction.getStatus() == PredictionStatus.PREDICTED && !prediction.getOutOfOrder();
    errors.forecast(
        prediction.getKey(),
        prediction.getTime(),
        prediction.getEventId(),
        counts ? values(prediction.getOutputs()) : null);
  }

  @Override
  public void observed(ServedFeatures row) {
    errors.reading(
        row.getKey(),
        row.getTime(),
        row.getEventId(),
        select(row.getObserved(), valueColumns),
        select(row.getObserved(), lastColumns));
  }

  @Override
  public void finish() {
    errors.finish();
  }

  @Override
  public ForecastError secondHalf() {
    return errors.secondHalf();
  }

  @Override
  public List<ForecastError> course() {
    return errors.course();
  }

  private double[] values(List<Output> outputs) {
    double[] values = new double[forecast.targets().size() * forecast.horizons().size()];
    Arrays.fill(values, Double.NaN);
    for (Output output : outputs) {
      int target = forecast.targets().indexOf(output.getTarget());
      int horizon = forecast.horizons().indexOf(output.getHorizon());
      if (target >= 0 && horizon >= 0) {
        values[target * forecast.horizons().size() + horizon] = output.getValue();
      }
    }
    return values;
  }

  private static double[] select(List<Double> observed, int[] columns) {
    double[] selected = new double[columns.length];
    for (int i = 0; i < columns.length; i++) {
      selected[i] = observed.get(columns[i]);
    }
    return selected;
  }
}

package io.tidemill.local;

import java.util.List;

/**
 * Mean absolute errors of the forecasts and, over the same pairs, of the last known value, in units
 * of each series' standard deviation; NaN: nothing measured.
 *
 * @param online over all horizons
 * @param naive over all horizons
 * @param onlineByHorizon one per horizon
 * @param naiveByHorizon one per horizon
 */
public record ForecastError(
    double online, double naive, List<Double> onlineByHorizon, List<Double> naiveByHorizon) {

  public ForecastError {
    onlineByHorizon = List.copyOf(onlineByHorizon);
    naiveByHorizon = List.copyOf(naiveByHorizon);
  }

  static ForecastError of(double[] pairs, double[] errors, double[] naives) {
    Double[] online = new Double[pairs.length];
    Double[] naive = new Double[pairs.length];
    double allPairs = 0;
    double allErrors = 0;
    double allNaives = 0;
    for (int h = 0; h < pairs.length; h++) {
      online[h] = errors[h] / pairs[h];
      naive[h] = naives[h] / pairs[h];
      allPairs += pairs[h];
      allErrors += errors[h];
      allNaives += naives[h];
    }
    return new ForecastError(
        allErrors / allPairs, allNaives / allPairs, List.of(online), List.of(naive));
  }

  /** Below 1 the forecasts are better than the last value. */
  public double ratio() {
    return online / naive;
  }
}

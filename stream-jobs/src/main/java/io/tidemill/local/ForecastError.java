package io.tidemill.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    double online, double naive, List<Double> onlineByHorizon, List<Double> naiveByHorizon)
    implements Quality {

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

  @Override
  public String title() {
    return "forecast error";
  }

  @Override
  public Map<String, Double> naives() {
    return Map.of("last value", naive);
  }

  @Override
  public double ratio() {
    return online / naive;
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("onlineError", online);
    figures.put("naiveError", naive);
    return figures;
  }
}

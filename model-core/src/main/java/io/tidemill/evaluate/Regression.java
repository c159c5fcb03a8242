package io.tidemill.evaluate;

import java.util.Arrays;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Errors of forecasts of one number, the first three measured by ND4J. All are NaN before the first
 * example. Mutable; confined to one thread.
 */
public final class Regression {
  /** A call of ND4J's costs about as much for one example as for hundreds. */
  private static final int BLOCK = 1024;

  private final RegressionEvaluation evaluation = new RegressionEvaluation(1);
  private final double[] actuals = new double[BLOCK];
  private final double[] forecasts = new double[BLOCK];
  private int waiting;
  private long examples;
  private double absolute;
  private double symmetric;

  /** Counts one example; one whose actual value is NaN, as it is not known, is left out. */
  public void add(double actual, double forecast) {
    if (Double.isNaN(actual)) {
      return;
    }
    actuals[waiting] = actual;
    forecasts[waiting] = forecast;
    waiting++;
    examples++;
    double error = Math.abs(actual - forecast);
    double size = Math.abs(actual) + Math.abs(forecast);
    absolute += error;
    symmetric += size == 0 ? 0 : 2 * error / size;
    if (waiting == BLOCK) {
      flush();
    }
  }

  private void flush() {
    if (waiting > 0) {
      evaluation.eval(
          Nd4j.createFromArray(Arrays.copyOf(actuals, waiting)).reshape(waiting, 1),
          Nd4j.createFromArray(Arrays.copyOf(forecasts, waiting)).reshape(waiting, 1));
      waiting = 0;
    }
  }

  public long examples() {
    return examples;
  }

  /** Mean of |actual - forecast|, in the unit of the number. */
  public double meanAbsoluteError() {
    flush();
    return examples == 0 ? Double.NaN : evaluation.meanAbsoluteError(0);
  }

  /** Square root of the mean of (actual - forecast)^2, in the unit of the number. */
  public double rootMeanSquaredError() {
    flush();
    return examples == 0 ? Double.NaN : evaluation.rootMeanSquaredError(0);
  }

  /**
   * 1 - sum((actual - forecast)^2) / sum((actual - mean of the actuals)^2): 1 is perfect, 0 as good
   * as the mean, less is worse; not finite where all actuals are equal.
   */
  public double rSquared() {
    flush();
    return examples == 0 ? Double.NaN : evaluation.rSquared(0);
  }

  /**
   * Mean of 2 |actual - forecast| / (|actual| + |forecast|), in [0, 2]; 0 where both are 0 (sMAPE
   * of Makridakis, Spiliotis and Assimakopoulos 2020, M4, without its factor of 100 %).
   */
  public double symmetricError() {
    return symmetric / examples;
  }

  /**
   * Mean absolute error in units of that of a naive forecast (MASE of Hyndman and Koehler 2006):
   * below 1 is better than naive.
   *
   * @param naiveError {@link #seasonalNaiveError} of what was known before the examples
   */
  public double scaledError(double naiveError) {
    return absolute / examples / naiveError;
  }

  /**
   * Mean of |value - the value a season before|, over all of a history that have one.
   *
   * @param season values from one to its like, at least 1; 1 where there are no seasons
   */
  public static double seasonalNaiveError(double[] history, int season) {
    if (season < 1 || season >= history.length) {
      throw new IllegalArgumentException(
          "season is "
              + season
              + " for a history of "
              + history.length
              + " values: it must be at least 1 and shorter than the history");
    }
    double sum = 0;
    for (int i = season; i < history.length; i++) {
      sum += Math.abs(history[i] - history[i - season]);
    }
    return sum / (history.length - season);
  }
}

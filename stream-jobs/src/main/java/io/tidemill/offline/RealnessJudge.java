package io.tidemill.offline;

import io.tidemill.math.Matrix;
import java.util.LinkedHashMap;
import java.util.Map;

/** Of a discriminator: how many of the rows it takes for real. */
final class RealnessJudge implements Judge {
  private long answers;
  private long real;

  @Override
  public void answered(int key, int row, double[] observed, int at, Matrix x, Matrix y, int i) {
    answers++;
    real += y.data()[y.offset(i)] > 0 ? 1 : 0;
  }

  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("examples", (double) answers);
    metrics.put("taken for real", (double) real / answers);
    return metrics;
  }
}

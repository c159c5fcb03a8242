package io.tidemill.loss;

import io.tidemill.math.Matrix;
import java.util.List;

/**
 * Several quantiles of every target at once (Koenker and Bassett 1978): the mean over the quantiles
 * q of max(q e, (q - 1) e) with e = target - y. A target has as many outputs as there are
 * quantiles, side by side and in their order; the derivative at e = 0 is 0. The median alone is
 * half the {@link AbsoluteError}.
 *
 * @param quantiles ascending, each above 0 and below 1
 */
public record Quantile(List<Double> quantiles) implements Loss {

  public Quantile {
    quantiles = List.copyOf(quantiles);
    double last = 0;
    for (double q : quantiles) {
      if (!(q > last && q < 1)) {
        throw wrong(quantiles);
      }
      last = q;
    }
    if (quantiles.isEmpty()) {
      throw wrong(quantiles);
    }
  }

  private static IllegalArgumentException wrong(List<Double> quantiles) {
    return new IllegalArgumentException(
        "quantile.quantiles is "
            + quantiles
            + ": they must ascend between 0 and 1, as [0.1, 0.5, 0.9]");
  }

  @Override
  public int targetSize(int outputSize) {
    int each = quantiles.size();
    if (outputSize % each != 0) {
      throw new IllegalArgumentException(
          "quantile of " + outputSize + " outputs: it needs " + each + " for each target");
    }
    return outputSize / each;
  }

  @Override
  public double gradient(Matrix y, Matrix target, Matrix weight, double scale, Matrix dy) {
    int each = quantiles.size();
    int end = target.rows() * target.columns();
    double sum = 0;
    for (int i = 0; i < end; i++) {
      double w = weight.data()[i] / (double) each;
      for (int k = 0; k < each; k++) {
        int at = i * each + k;
        if (w == 0) {
          dy.data()[at] = 0;
          continue;
        }
        double q = quantiles.get(k);
        double e = (double) target.data()[i] - y.data()[at];
        double slope = e > 0 ? q : e < 0 ? q - 1 : 0 * e;
        sum += w * slope * e;
        dy.data()[at] = (float) (-scale * w * slope);
      }
    }
    return sum;
  }
}

package io.tidemill.feature;

import java.util.List;

/**
 * A number field by where it lies among the values of the stream: its piecewise linear encoding
 * over quantiles (Gorishniy, Rubachev and Babenko 2022, "On embeddings for numerical features"),
 * with which a small network sees thresholds that it would have to learn otherwise.
 *
 * <p>Observed: the value; NaN: missing. Input i: 0 below the bin's lower edge, 1 above its upper
 * edge, linear in between; all 0 where the value is missing or the stream hardly known.
 *
 * @param bins inputs, in [2, 64]
 */
public record QuantileFeature(String field, int bins) implements Featurizer {

  public QuantileFeature {
    Names.check("field of a quantile feature", field);
    new QuantileSketch(bins);
  }

  /** Of 8 bins. */
  public QuantileFeature(String field) {
    this(field, 8);
  }

  @Override
  public String name() {
    return field + ".quantile";
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public List<String> columns() {
    return List.of(name());
  }

  @Override
  public int stateSize() {
    return 0;
  }

  @Override
  public int observedWidth() {
    return 1;
  }

  @Override
  public int inputWidth() {
    return bins;
  }

  @Override
  public List<ColumnSketch> sketches() {
    return List.of(new QuantileSketch(bins));
  }

  @Override
  public void observe(
      double[] numbers,
      int[] fieldIndex,
      long time,
      double[] expected,
      double[] state,
      int stateOffset,
      double[] observed,
      int observedOffset) {
    double value = numbers[fieldIndex[0]];
    observed[observedOffset] = Math.abs(value) <= NumberFeature.LARGEST ? value : Double.NaN;
  }

  @Override
  public void input(
      double[] observed,
      int rowOffset,
      int column,
      FeatureScaling scaling,
      float[] x,
      int inputOffset) {
    double value = observed[rowOffset + column];
    double[] edges = scaling.table(column);
    for (int i = 0; i < bins; i++) {
      x[inputOffset + i] =
          edges.length == 0 || !(value > edges[i])
              ? 0
              : value >= edges[i + 1]
                  ? 1
                  : (float) ((value - edges[i]) / (edges[i + 1] - edges[i]));
    }
  }
}

package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.math.Matrix;
import java.util.Arrays;
import java.util.List;

/**
 * A vector for every id: each column of x holds an id of one vocabulary, and y has the vectors of
 * the columns side by side. Ids are rounded down; what is no id, below 0, too large or NaN, is id
 * 0, so keep 0 for the unknown.
 *
 * <p>Parameters: E [count, size], at first uniform in [-0.05, 0.05]. Ids have no gradient.
 *
 * @param inputSize ids in a row
 * @param count ids there are, 0 to count - 1; at most 2^24, up to which floats count
 * @param size floats of a vector
 */
public record Embedding(int inputSize, int count, int size) implements Layer {
  private static final int MOST = 1 << 24;

  public Embedding {
    Layer.requirePositive("embedding", "inputSize", inputSize);
    Layer.requirePositive("embedding", "count", count);
    Layer.requirePositive("embedding", "size", size);
    if (count > MOST) {
      throw new IllegalArgumentException(
          "embedding.count is " + count + ": floats tell at most " + MOST + " ids apart");
    }
  }

  @Override
  public int outputSize() {
    return Math.multiplyExact(inputSize, size);
  }

  @Override
  public ParameterLayout parameters() {
    return new ParameterLayout(List.of(new Parameter("E", List.of(count, size), 0.05)));
  }

  @Override
  public int packedSize(boolean trained) {
    return Math.multiplyExact(count, size);
  }

  @Override
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {
    System.arraycopy(parameters, from, packed, 0, count * size);
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    int ids = x.rows() * inputSize;
    for (int i = 0; i < ids; i++) {
      System.arraycopy(packed, id(x.data()[i]) * size, y.data(), i * size, size);
    }
  }

  @Override
  public void backward(
      float[] packed,
      Matrix x,
      Matrix trace,
      Matrix dy,
      Matrix dState,
      int stateColumn,
      float[] dw,
      int dwFrom,
      Matrix dx) {
    int ids = x.rows() * inputSize;
    Arrays.fill(dx.data(), 0, ids, 0);
    for (int i = 0; i < ids; i++) {
      int to = dwFrom + id(x.data()[i]) * size;
      for (int j = 0; j < size; j++) {
        dw[to + j] += dy.data()[i * size + j];
      }
    }
  }

  private int id(float value) {
    return value >= 0 && value < count ? (int) value : 0;
  }
}

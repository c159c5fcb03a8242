package io.tidemill.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The vector kernels and their plain twins agree to the bit, whatever the shape. */
class KernelsTest {
  private static final int[] ROWS = {1, 3, 8, 12, 23};
  private static final int[] COLUMNS = {
    1, 4, 7, 8, 15, 16, 17, 20, 31, 32, 33, 48, 64, 65, 79, 80, 81, 129
  };
  private static final int[] DEPTHS = {1, 2, 3, 4, 21};

  private final Kernels plain = new ScalarKernels();
  private final Kernels vector = new VectorKernels();

  @Test
  void vectorProductsEqualPlainOnes() {
    for (int columns : COLUMNS) {
      for (int depth : DEPTHS) {
        for (int rows : ROWS) {
          assertEqual(
              kernels -> product(kernels, rows, depth, columns),
              "product of " + rows + " x " + depth + " x " + columns);
          assertEqual(
              kernels -> outer(kernels, rows, depth, columns),
              "outer product of " + rows + " x " + depth + " x " + columns);
        }
      }
    }
  }

  @Test
  void productAddsInTheDocumentedOrder() {
    Random random = new Random(3);
    int depth = 37;
    for (int columns : new int[] {15, 16}) {
      Matrix x = random(random, 1, depth);
      float[] w = random(random, depth, columns).data();
      float[] bias = random(random, 1, columns).data();
      Matrix y = new Matrix(1, columns);
      float[] packed = new float[vector.packedSize(depth, columns)];
      vector.pack(w, 0, columns, 1, 1f, depth, columns, packed, 0);
      vector.product(0, 1, x, 0, depth, packed, 0, bias, 0, y, 0, columns);
      int sums = columns < Kernels.NARROW ? 4 : 1;
      for (int j = 0; j < columns; j++) {
        float[] s = {sums == 1 ? bias[j] : 0, 0, 0, 0};
        for (int k = 0; k < depth; k++) {
          s[k % sums] = Math.fma(x.data()[k], w[k * columns + j], s[k % sums]);
        }
        float expected = sums == 1 ? s[0] : ((s[0] + s[1]) + (s[2] + s[3])) + bias[j];
        assertThat(y.data()[j]).isEqualTo(expected);
      }
    }
  }

  @Test
  void aTransposedMatrixIsPackedByItsStrides() {
    int depth = 20;
    int columns = 33;
    float[] w = random(new Random(4), depth, columns).data();
    float[] transposed = new float[w.length];
    for (int k = 0; k < depth; k++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * depth + k] = w[k * columns + j];
      }
    }
    float[] one = new float[vector.packedSize(depth, columns)];
    float[] other = one.clone();
    vector.pack(w, 0, columns, 1, 0.5f, depth, columns, one, 0);
    vector.pack(transposed, 0, 1, depth, 0.5f, depth, columns, other, 0);
    assertThat(other).isEqualTo(one);
  }

  private void assertEqual(Function<Kernels, float[]> computation, String what) {
    float[] expected = computation.apply(plain);
    float[] actual = computation.apply(vector);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Float.floatToRawIntBits(actual[i]))
          .as("%s, element %d: %s and %s", what, i, actual[i], expected[i])
          .isEqualTo(Float.floatToRawIntBits(expected[i]));
    }
    assertThat(expected).as(what + " is not all the same").isNotEqualTo(new float[expected.length]);
  }

  /** Products into a range of columns of wider matrices, once beginning at a bias, once added. */
  private static float[] product(Kernels kernels, int rows, int depth, int columns) {
    Random random = new Random(1);
    Matrix x = random(random, rows + 1, depth + 2);
    float[] w = random(random, depth, columns).data();
    float[] bias = random(random, 1, columns).data();
    Matrix y = random(random, rows + 2, columns + 3);
    float[] packed = new float[kernels.packedSize(depth, columns) + 1];
    kernels.pack(w, 0, columns, 1, 1f, depth, columns, packed, 1);
    kernels.product(1, rows, x, 2, depth, packed, 1, bias, 0, y, 1, columns);
    kernels.addProduct(1, rows, x, 1, depth, packed, 1, y, 1, columns);
    return y.data();
  }

  private static float[] outer(Kernels kernels, int rows, int depth, int columns) {
    Random random = new Random(2);
    Matrix x = random(random, rows, depth + 2);
    Matrix d = random(random, rows, columns + 2);
    int stride = columns + 3;
    float[] g = random(random, depth + 1, stride).data();
    kernels.addOuter(x, 1, depth, d, 2, columns, g, 2, stride);
    kernels.addSums(d, 1, columns, g, depth * stride);
    return g;
  }

  private static Matrix random(Random random, int rows, int columns) {
    Matrix matrix = new Matrix(rows, columns);
    for (int i = 0; i < matrix.data().length; i++) {
      matrix.data()[i] = (float) random.nextGaussian();
    }
    return matrix;
  }
}

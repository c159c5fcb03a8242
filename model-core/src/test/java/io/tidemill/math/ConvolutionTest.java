package io.tidemill.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions and pools on vectors and in plain Java agree to the bit, whatever the shape. */
class ConvolutionTest {
  private static final int ROWS = 3;

  static Stream<Windows> windows() {
    return Stream.of(1, 2, 3, 4, 8, 15, 16, 20, 33)
        .flatMap(
            channels ->
                Stream.of(
                    new Windows(1, 1, channels, 1, 1, 1, 1, 1, false),
                    new Windows(6, 5, channels, 3, 3, 1, 1, 1, false),
                    new Windows(5, 4, channels, 3, 2, 1, 1, 1, true),
                    new Windows(7, 5, channels, 3, 3, 1, 1, 1, true),
                    new Windows(7, 6, channels, 2, 3, 2, 3, 2, true),
                    new Windows(7, 9, channels, 3, 3, 1, 1, 1, true),
                    new Windows(6, 18, channels, 2, 5, 1, 2, 1, false)));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void vectorsGiveTheBitsOfPlainJava(Windows windows) {
    for (int filters : new int[] {1, 4, 7, 16, 17, 31, 48, 65}) {
      float[] plain =
          convolution(
              new Convolution(
                  windows, filters, new ScalarTableKernels(), new ScalarWinogradKernels()));
      float[] vector =
          convolution(
              new Convolution(
                  windows, filters, new VectorTableKernels(), new VectorWinogradKernels()));
      assertSameBits(vector, plain, filters + " filters");
      if (filters > 4 && windows.rows() > 1 && windows.columns() > 1) {
        Windows pool =
            new Windows(windows.rows(), windows.columns(), filters, 2, 2, 2, 2, 1, false);
        assertSameBits(
            pooled(windows, filters, pool, true), pooled(windows, filters, pool, false), "pooled");
        assertSameBits(
            trained(windows, filters, pool, true),
            trained(windows, filters, pool, false),
            "trained");
      }
    }
    if (!windows.same()) {
      assertSameBits(
          pools(windows, new VectorPoolKernels()),
          pools(windows, new ScalarPoolKernels()),
          "pools");
    }
  }

  private static void assertSameBits(float[] actual, float[] expected, String what) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Float.floatToRawIntBits(actual[i]))
          .as("%s, element %d: %s and %s", what, i, actual[i], expected[i])
          .isEqualTo(Float.floatToRawIntBits(expected[i]));
    }
    assertThat(expected).as("not all is the same").isNotEqualTo(new float[expected.length]);
  }

  /** Output and gradients, one after another. */
  private static float[] convolution(Convolution convolution) {
    Random random = new Random(1);
    Windows windows = convolution.windows();
    int filters = convolution.filters();
    float[] parameters = random(random, 1, (windows.size() + 1) * filters + 2).data();
    float[] packed = new float[convolution.packedSize(true)];
    convolution.pack(parameters, 2, packed, true);
    Matrix x = random(random, ROWS, windows.height() * windows.width() * windows.channels());
    Matrix y = new Matrix(ROWS, windows.count() * filters);
    convolution.forward(packed, x, y);
    Matrix dy = random(random, ROWS, y.columns());
    Matrix dx = random(random, ROWS, x.columns());
    float[] dw = random(random, 1, parameters.length).data();
    convolution.backward(packed, x, dy, dw, 2, dx);
    return concat(y.data(), dx.data(), dw);
  }

  /** A convolution, relu and pool: on vectors in one, in plain Java one after another. */
  private static float[] pooled(Windows windows, int filters, Windows pool, boolean inOne) {
    Random random = new Random(3);
    TableKernels tables = inOne ? new VectorTableKernels() : new ScalarTableKernels();
    WinogradKernels transforms = inOne ? new VectorWinogradKernels() : new ScalarWinogradKernels();
    Convolution convolution = new Convolution(windows, filters, tables, transforms);
    float[] packed = new float[convolution.packedSize(false)];
    float[] parameters = random(random, 1, (windows.size() + 1) * filters).data();
    convolution.pack(parameters, 0, packed, false);
    Matrix x = random(random, ROWS, windows.height() * windows.width() * windows.channels());
    x.data()[random.nextInt(x.data().length)] = Float.NaN;
    Matrix y = new Matrix(ROWS, pool.count() * filters);
    if (inOne) {
      new PooledConvolution(windows, filters, pool, tables, transforms, new VectorPoolKernels())
          .forward(packed, x, y);
    } else {
      Matrix results = new Matrix(ROWS, windows.count() * filters);
      convolution.forward(packed, x, results);
      for (int i = 0; i < results.data().length; i++) {
        results.data()[i] = Math.max(results.data()[i], 0f);
      }
      new Pooling(pool, new ScalarPoolKernels()).max(results, y);
    }
    for (int i = 0; i < y.data().length; i++) {
      y.data()[i] = Float.isNaN(y.data()[i]) ? Float.NaN : y.data()[i];
    }
    return y.data();
  }

  /** Output and gradients of the three: on vectors in one, in plain Java one after another. */
  private static float[] trained(Windows windows, int filters, Windows pool, boolean inOne) {
    Random random = new Random(4);
    TableKernels tables = inOne ? new VectorTableKernels() : new ScalarTableKernels();
    WinogradKernels transforms = inOne ? new VectorWinogradKernels() : new ScalarWinogradKernels();
    Convolution convolution = new Convolution(windows, filters, tables, transforms);
    float[] packed = new float[convolution.packedSize(true)];
    float[] parameters = random(random, 1, (windows.size() + 1) * filters).data();
    convolution.pack(parameters, 0, packed, true);
    Matrix x = random(random, ROWS, windows.height() * windows.width() * windows.channels());
    Matrix y = new Matrix(ROWS, pool.count() * filters);
    Matrix dy = random(random, ROWS, y.columns());
    Matrix dx = random(random, ROWS, x.columns());
    float[] dw = random(random, 1, parameters.length).data();
    if (inOne) {
      PooledConvolution three =
          new PooledConvolution(
              windows, filters, pool, tables, transforms, new VectorPoolKernels());
      Matrix chosen = new Matrix(ROWS, y.columns());
      three.forwardTraining(packed, x, y, chosen);
      three.backward(packed, x, chosen, dy, dw, 0, dx);
    } else {
      Matrix results = new Matrix(ROWS, windows.count() * filters);
      Matrix relu = new Matrix(ROWS, results.columns());
      Matrix gradient = new Matrix(ROWS, results.columns());
      Pooling pooling = new Pooling(pool, new ScalarPoolKernels());
      Functions functions = new ScalarFunctions();
      int n = results.data().length;
      convolution.forward(packed, x, results);
      functions.relu(n, results.data(), 0, relu.data(), 0);
      pooling.max(relu, y);
      pooling.maxBackward(relu, dy, gradient);
      functions.reluBackward(n, results.data(), 0, gradient.data(), 0, gradient.data(), 0);
      convolution.backward(packed, x, gradient, dw, 0, dx);
    }
    float[] all = concat(y.data(), dx.data(), dw);
    for (int i = 0; i < all.length; i++) {
      all[i] += 0f; // -0 to 0
    }
    return all;
  }

  private static float[] pools(Windows windows, PoolKernels kernels) {
    Random random = new Random(2);
    Pooling pooling = new Pooling(windows, kernels);
    Matrix x = random(random, ROWS, windows.height() * windows.width() * windows.channels());
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = Math.round(x.data()[i]); // several are the largest
    }
    Matrix max = new Matrix(ROWS, windows.count() * windows.channels());
    Matrix mean = new Matrix(ROWS, max.columns());
    pooling.max(x, max);
    pooling.mean(x, mean);
    Matrix dy = random(random, ROWS, max.columns());
    Matrix dMax = random(random, ROWS, x.columns());
    Matrix dMean = random(random, ROWS, x.columns());
    pooling.maxBackward(x, dy, dMax);
    pooling.meanBackward(dy, dMean);
    return concat(max.data(), mean.data(), dMax.data(), dMean.data());
  }

  private static float[] concat(float[]... parts) {
    float[] all = new float[Stream.of(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static Matrix random(Random random, int rows, int columns) {
    Matrix matrix = new Matrix(rows, columns);
    for (int i = 0; i < matrix.data().length; i++) {
      matrix.data()[i] = (float) random.nextGaussian();
    }
    return matrix;
  }

  @Test
  void windowsAreCountedAsTheFieldDoes() {
    assertThat(new Windows(28, 28, 1, 3, 3, 1, 1, 1, false).count()).isEqualTo(26 * 26);
    assertThat(new Windows(28, 28, 1, 3, 3, 1, 1, 1, true).count()).isEqualTo(28 * 28);
    assertThat(new Windows(7, 8, 1, 3, 3, 2, 3, 1, true).count()).isEqualTo(4 * 3);
    assertThat(new Windows(9, 8, 1, 3, 2, 1, 1, 2, false).count()).isEqualTo(5 * 6);
  }

  @Test
  void saysThatAWindowIsTooLarge() {
    assertThatThrownBy(() -> new Windows(4, 9, 1, 3, 3, 1, 1, 2, false))
        .hasMessageContaining("3 x 3, dilation 2, spans more than the image of 4 x 9");
    assertThat(new Windows(4, 9, 1, 3, 3, 1, 1, 2, true).count()).isEqualTo(4 * 9);
  }
}

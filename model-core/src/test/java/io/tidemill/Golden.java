package io.tidemill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.math.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Tensors that another program computed: one a line, its name and then its elements, row-major. */
public final class Golden {
  private final Map<String, double[]> tensors = new HashMap<>();

  /** Reads {@code resources/golden/file}. */
  public Golden(String file) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
      assertThat(in).as(file).isNotNull();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String[] words = line.split(" ");
        double[] values = Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
        tensors.put(words[0], values);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  public double[] tensor(String name) {
    double[] values = tensors.get(name);
    assertThat(values).as(name).isNotNull();
    return values == null ? new double[0] : values;
  }

  /** A tensor as a matrix [rows, size / rows]. */
  public Matrix matrix(String name, int rows) {
    return steps(name, 1, rows)[0];
  }

  /** A tensor as {@code steps} matrices [rows, size / steps / rows]. */
  public Matrix[] steps(String name, int steps, int rows) {
    double[] values = tensor(name);
    int size = values.length / steps;
    Matrix[] matrices = new Matrix[steps];
    for (int t = 0; t < steps; t++) {
      matrices[t] = new Matrix(rows, size / rows);
      for (int i = 0; i < size; i++) {
        matrices[t].data()[i] = (float) values[t * size + i];
      }
    }
    return matrices;
  }

  public static void assertClose(Matrix actual, Matrix expected, double bound) {
    assertClose(actual.data(), expected.data(), bound);
  }

  public static void assertClose(float[] actual, float[] expected, double bound) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(bound));
    }
  }
}

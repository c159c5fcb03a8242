package io.tidemill.network;

import io.tidemill.layer.ParameterLayout.Parameter;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Random;

/**
 * What the weights of untrained layers are drawn from. Biases, gains and the like begin as their
 * layer says, whatever the initialiser. The fans are {@link Parameter#fanIn} and {@link
 * Parameter#fanOut}.
 */
public sealed interface Initializer extends Serializable {

  /** Draws the values of one tensor, which begin at {@code from}. */
  void fill(Parameter parameter, Random random, float[] values, int from);

  /** As every layer says by itself, which is uniform after Glorot and Bengio. */
  record LayerDefault() implements Initializer {
    @Override
    public void fill(Parameter parameter, Random random, float[] values, int from) {
      double spread = parameter.spread();
      for (int i = from; i < from + parameter.size(); i++) {
        double off = spread == 0 ? 0 : spread * (2 * random.nextDouble() - 1);
        values[i] = (float) (parameter.center() + off);
      }
    }
  }

  /** All 0. */
  record Zeros() implements Initializer {
    @Override
    public void fill(Parameter parameter, Random random, float[] values, int from) {
      Arrays.fill(values, from, from + parameter.size(), 0);
    }
  }

  /** Uniform in [-bound, bound). */
  record Uniform(double bound) implements Initializer {
    public Uniform {
      requirePositive("uniform.bound", bound);
    }

    @Override
    public void fill(Parameter parameter, Random random, float[] values, int from) {
      fillUniform(parameter, random, bound, values, from);
    }
  }

  /** Normal around 0. */
  record Normal(double deviation) implements Initializer {
    public Normal {
      requirePositive("normal.deviation", deviation);
    }

    @Override
    public void fill(Parameter parameter, Random random, float[] values, int from) {
      fillNormal(parameter, random, deviation, values, from);
    }
  }

  /** Uniform with a variance of 2 / (fanIn + fanOut) (Glorot and Bengio 2010; "Xavier"). */
  record GlorotUniform() implements Initializer {
    @Override
    public void fill(Parameter parameter, Random random, float[] values, int from) {
      double fans = parameter.fanIn() + (double) parameter.fanOut();
      fillUniform(parameter, random, Math.sqrt(6 / fans), values, from);
    }
  }

  /** Normal with a variance of 2 / (fanIn + fanOut) (Glorot and Bengio 2010; "Xavier"). */
  record GlorotNormal() implements Initializer {
    @Override
    public void fill(Parameter parameter, Random random, float[] values, int from) {
      double fans = parameter.fanIn() + (double) parameter.fanOut();
      fillNormal(parameter, random, Math.sqrt(2 / fans), values, from);
    }
  }

  /** Uniform with a variance of 2 / fanIn, for relu (He et al. 2015; "Kaiming"). */
  record HeUniform() implements Initializer {
    @Override
    public void fill(Parameter parameter, Random random, float[] values, int from) {
      fillUniform(parameter, random, Math.sqrt(6.0 / parameter.fanIn()), values, from);
    }
  }

  /** Normal with a variance of 2 / fanIn, for relu (He et al. 2015; "Kaiming"). */
  record HeNormal() implements Initializer {
    @Override
    public void fill(Parameter parameter, Random random, float[] values, int from) {
      fillNormal(parameter, random, Math.sqrt(2.0 / parameter.fanIn()), values, from);
    }
  }

  /** Uniform with a variance of 1 / fanIn (LeCun et al. 1998, section 4.6). */
  record LecunUniform() implements Initializer {
    @Override
    public void fill(Parameter parameter, Random random, float[] values, int from) {
      fillUniform(parameter, random, Math.sqrt(3.0 / parameter.fanIn()), values, from);
    }
  }

  /** Normal with a variance of 1 / fanIn (LeCun et al. 1998, section 4.6). */
  record LecunNormal() implements Initializer {
    @Override
    public void fill(Parameter parameter, Random random, float[] values, int from) {
      fillNormal(parameter, random, Math.sqrt(1.0 / parameter.fanIn()), values, from);
    }
  }

  /**
   * A random rotation times a gain (Saxe, McClelland and Ganguli 2014): the tensor as a matrix [all
   * but the last extent, last extent] has orthonormal columns, or rows if it has more columns.
   */
  record Orthogonal(double gain) implements Initializer {
    public Orthogonal {
      requirePositive("orthogonal.gain", gain);
    }

    /** With a gain of 1. */
    public Orthogonal() {
      this(1);
    }

    @Override
    public void fill(Parameter parameter, Random random, float[] values, int from) {
      int columns = parameter.shape().get(parameter.shape().size() - 1);
      int rows = parameter.size() / columns;
      boolean tall = rows >= columns;
      int length = tall ? rows : columns;
      double[][] vectors = new double[tall ? columns : rows][length];
      for (int k = 0; k < vectors.length; k++) {
        orthonormalize(vectors, k, random);
      }
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          double value = tall ? vectors[column][row] : vectors[row][column];
          values[from + row * columns + column] = (float) (gain * value);
        }
      }
    }

    /** Gram and Schmidt, twice for the digits that the first pass loses. */
    private static void orthonormalize(double[][] vectors, int k, Random random) {
      double[] vector = vectors[k];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = random.nextGaussian();
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int other = 0; other < k; other++) {
          double share = dot(vector, vectors[other]);
          for (int i = 0; i < vector.length; i++) {
            vector[i] -= share * vectors[other][i];
          }
        }
        double norm = Math.sqrt(dot(vector, vector));
        for (int i = 0; i < vector.length; i++) {
          vector[i] /= norm;
        }
      }
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * b[i];
      }
      return sum;
    }
  }

  private static void fillUniform(
      Parameter parameter, Random random, double bound, float[] values, int from) {
    for (int i = from; i < from + parameter.size(); i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
  }

  private static void fillNormal(
      Parameter parameter, Random random, double deviation, float[] values, int from) {
    for (int i = from; i < from + parameter.size(); i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " is " + value + ": it must be above 0, as 0.1");
    }
  }
}

package io.tidemill.layer;

import io.tidemill.math.Functions;
import io.tidemill.math.Matrix;

/** A function of every element: y = f(x), without parameters. */
public record Activation(int inputSize, Function function) implements Layer {
  private static final Functions FUNCTIONS = Functions.best();

  /** The functions by the names of the field. */
  public enum Function {
    /** x. */
    IDENTITY,
    /** max(x, 0). */
    RELU,
    /** x above 0, x / 100 below (Maas, Hannun and Ng 2013). */
    LEAKY_RELU,
    /** x above 0, e^x - 1 below (Clevert, Unterthiner and Hochreiter 2016). */
    ELU,
    /**
     * x times the normal distribution's function of x, not approximated by tanh (Hendrycks 2016).
     */
    GELU,
    /** 1 / (1 + e^-x). */
    SIGMOID,
    TANH
  }

  public Activation {
    Layer.requirePositive("activation", "inputSize", inputSize);
  }

  @Override
  public int outputSize() {
    return inputSize;
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    int n = x.rows() * inputSize;
    float[] from = x.data();
    float[] to = y.data();
    switch (function) {
      case IDENTITY -> System.arraycopy(from, 0, to, 0, n);
      case RELU -> FUNCTIONS.relu(n, from, 0, to, 0);
      case LEAKY_RELU -> FUNCTIONS.leakyRelu(n, from, 0, to, 0);
      case ELU -> FUNCTIONS.elu(n, from, 0, to, 0);
      case GELU -> FUNCTIONS.gelu(n, from, 0, to, 0);
      case SIGMOID -> FUNCTIONS.sigmoid(n, from, 0, to, 0);
      case TANH -> FUNCTIONS.tanh(n, from, 0, to, 0);
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
    int n = x.rows() * inputSize;
    float[] at = x.data();
    float[] from = dy.data();
    float[] to = dx.data();
    switch (function) {
      case IDENTITY -> System.arraycopy(from, 0, to, 0, n);
      case RELU -> FUNCTIONS.reluBackward(n, at, 0, from, 0, to, 0);
      case LEAKY_RELU -> FUNCTIONS.leakyReluBackward(n, at, 0, from, 0, to, 0);
      case ELU -> FUNCTIONS.eluBackward(n, at, 0, from, 0, to, 0);
      case GELU -> FUNCTIONS.geluBackward(n, at, 0, from, 0, to, 0);
      case SIGMOID -> FUNCTIONS.sigmoidBackward(n, at, 0, from, 0, to, 0);
      case TANH -> FUNCTIONS.tanhBackward(n, at, 0, from, 0, to, 0);
    }
  }
}

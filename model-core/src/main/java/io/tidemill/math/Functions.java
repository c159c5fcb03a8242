package io.tidemill.math;

/**
 * Activation functions over n floats, y = f(x), and their gradients, dx = dy f'(x); the formulas
 * are in Functions.txt beside their generator. Results are defined to the bit, as those of {@link
 * Kernels}; operands may be the same array where they begin at the same place.
 */
public sealed interface Functions permits ScalarFunctions, VectorFunctions {

  /** The fastest functions of this JVM; see {@link KernelChoice}. */
  static Functions best() {
    return KernelChoice.FUNCTIONS;
  }

  /** max(x, 0). */
  void relu(int n, float[] x, int xAt, float[] y, int yAt);

  void reluBackward(int n, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt);

  /** x above 0, x / 100 below. */
  void leakyRelu(int n, float[] x, int xAt, float[] y, int yAt);

  void leakyReluBackward(int n, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt);

  /** x above 0, e^x - 1 below. */
  void elu(int n, float[] x, int xAt, float[] y, int yAt);

  void eluBackward(int n, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt);

  /** x times the normal distribution's function of x. */
  void gelu(int n, float[] x, int xAt, float[] y, int yAt);

  void geluBackward(int n, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt);

  /** 1 / (1 + e^-x). */
  void sigmoid(int n, float[] x, int xAt, float[] y, int yAt);

  void sigmoidBackward(int n, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt);

  void tanh(int n, float[] x, int xAt, float[] y, int yAt);

  void tanhBackward(int n, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt);

  /** e^x, with x held within [-87, 88]. */
  void exp(int n, float[] x, int xAt, float[] y, int yAt);
}

package io.tidemill.explain;

import io.tidemill.math.Matrix;
import io.tidemill.network.Network;
import io.tidemill.network.PackedWeights;
import io.tidemill.network.Parameters;
import io.tidemill.network.Unrolled;

/**
 * Attributes an output of a network at the last step of a sequence to every input of every step.
 * Confined to one thread.
 *
 * <pre>{@code
 * Explainer explainer = new Explainer(network, weights, steps);
 * Matrix attributions = explainer.explain(new IntegratedGradients(64), x, baseline, output);
 * }</pre>
 */
public final class Explainer {
  private static final int MAX_ROWS = 64;

  private final int inputSize;
  private final int outputSize;
  private final Unrolled unrolled;
  private final PackedWeights packed;
  private final float[] unused; // gradient of the parameters
  private final Matrix[] steps;
  private final Matrix dx;

  /**
   * An explainer of a network with these weights.
   *
   * @param maxSteps of a sequence, at least 1
   */
  public Explainer(Network network, Parameters weights, int maxSteps) {
    inputSize = network.inputSize();
    outputSize = network.outputSize();
    unrolled = new Unrolled(network, MAX_ROWS, maxSteps);
    packed = new PackedWeights(network, true);
    packed.pack(weights);
    unused = new float[weights.data().length];
    steps = new Matrix[maxSteps];
    for (int t = 0; t < maxSteps; t++) {
      steps[t] = new Matrix(MAX_ROWS, inputSize);
    }
    dx = new Matrix(MAX_ROWS, inputSize);
  }

  /**
   * The attributions, [steps, inputSize], in units of the output.
   *
   * @param x [steps, inputSize], one sequence from a memory of zeros
   * @param baseline of the same shape: inputs that say nothing, as zeros where they are scaled
   * @param output which one, from 0
   */
  public Matrix explain(Method method, Matrix x, Matrix baseline, int output) {
    check(x, baseline, output);
    Matrix attributions = new Matrix(x.rows(), inputSize);
    if (method instanceof GradientTimesInput) {
      addGradients(x, baseline, output, 1, true, attributions);
    } else if (method instanceof IntegratedGradients integrated) {
      addGradients(x, baseline, output, integrated.points(), false, attributions);
    } else {
      occlude(x, baseline, output, attributions);
    }
    return attributions;
  }

  private void check(Matrix x, Matrix baseline, int output) {
    if (x.rows() < 1 || x.rows() > steps.length || x.columns() != inputSize) {
      throw new IllegalArgumentException(
          "x is %d steps of %d inputs: want 1 to %d steps of %d"
              .formatted(x.rows(), x.columns(), steps.length, inputSize));
    }
    if (baseline.rows() != x.rows() || baseline.columns() != inputSize) {
      throw new IllegalArgumentException(
          "the baseline is %d steps of %d inputs, x is %d of %d: they must be alike"
              .formatted(baseline.rows(), baseline.columns(), x.rows(), inputSize));
    }
    if (output < 0 || output >= outputSize) {
      throw new IllegalArgumentException(
          "output " + output + " of " + outputSize + ": want 0 to " + (outputSize - 1));
    }
  }

  /** (x - b) * the mean gradient at points between b and x, or at x itself; rows are points. */
  private void addGradients(
      Matrix x, Matrix baseline, int output, int points, boolean atEnd, Matrix attributions) {
    for (int from = 0; from < points; from += MAX_ROWS) {
      int rows = Math.min(MAX_ROWS, points - from);
      Matrix[] inputs = inputs(x.rows(), rows);
      for (int t = 0; t < inputs.length; t++) {
        for (int row = 0; row < rows; row++) {
          float share = atEnd ? 1 : (from + row + 0.5f) / points;
          for (int i = 0; i < inputSize; i++) {
            float base = baseline.data()[t * inputSize + i];
            float off = x.data()[t * inputSize + i] - base;
            inputs[t].data()[row * inputSize + i] = Math.fma(share, off, base);
          }
        }
      }
      unrolled.forward(packed, inputs);
      for (int t = inputs.length - 1; t >= 0; t--) {
        Matrix dy = unrolled.outputGradient().fill(0);
        for (int row = 0; t == inputs.length - 1 && row < rows; row++) {
          dy.data()[row * outputSize + output] = 1;
        }
        unrolled.backward(packed, t, unused, dx);
        for (int row = 0; row < rows; row++) {
          for (int i = 0; i < inputSize; i++) {
            int at = t * inputSize + i;
            float off = x.data()[at] - baseline.data()[at];
            attributions.data()[at] += off * dx.data()[row * inputSize + i] / points;
          }
        }
      }
    }
  }

  /** Rows are sequences with one input each at its baseline; the first of them is x itself. */
  private void occlude(Matrix x, Matrix baseline, int output, Matrix attributions) {
    int inputsOfAll = x.rows() * inputSize;
    for (int from = 0; from < inputsOfAll; from += MAX_ROWS - 1) {
      int hidden = Math.min(MAX_ROWS - 1, inputsOfAll - from);
      Matrix[] inputs = inputs(x.rows(), 1 + hidden);
      for (int t = 0; t < inputs.length; t++) {
        for (int row = 0; row <= hidden; row++) {
          System.arraycopy(x.data(), t * inputSize, inputs[t].data(), row * inputSize, inputSize);
        }
      }
      for (int i = 0; i < hidden; i++) {
        int at = from + i;
        int row = 1 + i;
        inputs[at / inputSize].data()[row * inputSize + at % inputSize] = baseline.data()[at];
      }
      unrolled.forward(packed, inputs);
      float[] y = unrolled.output(inputs.length - 1).data();
      for (int i = 0; i < hidden; i++) {
        attributions.data()[from + i] = y[output] - y[(1 + i) * outputSize + output];
      }
    }
  }

  private Matrix[] inputs(int count, int rows) {
    Matrix[] inputs = new Matrix[count];
    for (int t = 0; t < count; t++) {
      inputs[t] = steps[t].resize(rows);
    }
    return inputs;
  }
}

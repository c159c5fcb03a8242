package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.math.Matrix;
import java.util.Random;

/** A layer with weights, unrolled over inputs: what the tests compare. */
final class LayerRun {
  final Layer layer;
  final float[] parameters;
  final float[] packed;

  LayerRun(Layer layer, long seed) {
    this.layer = layer;
    this.parameters = random(new Random(seed), layer.parameters().size(), 0.5);
    int at = 0;
    for (Parameter parameter : layer.parameters().parameters()) {
      for (int i = at; i < at + parameter.size() && parameter.name().equals("variance"); i++) {
        parameters[i] = 0.5f + Math.abs(parameters[i]);
      }
      at += parameter.size();
    }
    this.packed = new float[layer.packedSize(true)];
    layer.pack(parameters, 0, packed, true);
  }

  static float[] random(Random random, int length, double deviation) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  static Matrix random(Random random, int rows, int columns, double deviation) {
    Matrix matrix = new Matrix(rows, columns);
    System.arraycopy(
        random(random, rows * columns, deviation), 0, matrix.data(), 0, rows * columns);
    return matrix;
  }

  /** Activations of all steps; the state is advanced. */
  record Unrolled(Matrix[] y, Matrix[] trace, Matrix state) {}

  /** {@link #forward} as it is while learning, with the same noise at every call. */
  Unrolled forwardTraining(Matrix[] x, Matrix state, int stateColumn) {
    layer.pack(parameters, 0, packed, true);
    int rows = x[0].rows();
    Matrix[] y = new Matrix[x.length];
    Matrix[] trace = new Matrix[x.length];
    for (int t = 0; t < x.length; t++) {
      y[t] = new Matrix(rows, layer.outputSize());
      trace[t] = layer.trace(rows);
      layer.forwardTraining(packed, x[t], state, stateColumn, y[t], trace[t], t);
    }
    return new Unrolled(y, trace, state);
  }

  /** Forward over x[t], from a state that is a range of columns of a wider matrix. */
  Unrolled forward(Matrix[] x, Matrix state, int stateColumn) {
    layer.pack(parameters, 0, packed, true);
    int rows = x[0].rows();
    Matrix[] y = new Matrix[x.length];
    Matrix[] trace = new Matrix[x.length];
    for (int t = 0; t < x.length; t++) {
      y[t] = new Matrix(rows, layer.outputSize());
      trace[t] = layer.trace(rows);
      layer.forward(packed, x[t], state, stateColumn, y[t], trace[t]);
    }
    return new Unrolled(y, trace, state);
  }
}

package io.tidemill.layer;

import io.tidemill.math.Matrix;
import io.tidemill.math.Rows;

/**
 * A layer and a way around it (He et al. 2016): y = x + layer(x). Memory and parameters are the
 * layer's.
 *
 * @param layer gives as many outputs as it takes inputs
 */
public record Residual(Layer layer) implements Layer {

  public Residual {
    if (layer.inputSize() != layer.outputSize()) {
      throw new IllegalArgumentException(
          "residual.layer is "
              + layer
              + ", of "
              + layer.inputSize()
              + " inputs and "
              + layer.outputSize()
              + " outputs: they must be as many, as they are added");
    }
  }

  @Override
  public int inputSize() {
    return layer.inputSize();
  }

  @Override
  public int outputSize() {
    return layer.outputSize();
  }

  @Override
  public int stateSize() {
    return layer.stateSize();
  }

  @Override
  public int traceSize() {
    return layer.traceSize();
  }

  @Override
  public Matrix trace(int capacity) {
    return layer.trace(capacity);
  }

  @Override
  public ParameterLayout parameters() {
    return layer.parameters();
  }

  @Override
  public int packedSize(boolean trained) {
    return layer.packedSize(trained);
  }

  @Override
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {
    layer.pack(parameters, from, packed, trained);
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    layer.forward(packed, x, state, stateColumn, y, trace);
    Rows.add(x, y);
  }

  @Override
  public void forwardTraining(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace, long noise) {
    layer.forwardTraining(packed, x, state, stateColumn, y, trace, noise);
    Rows.add(x, y);
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
    layer.backward(packed, x, trace, dy, dState, stateColumn, dw, dwFrom, dx);
    Rows.add(dy, dx);
  }

  @Override
  public void follow(Matrix x, Matrix trace, float[] parameters, int from) {
    layer.follow(x, trace, parameters, from);
  }
}

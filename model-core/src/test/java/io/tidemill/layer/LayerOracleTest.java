package io.tidemill.layer;

import static io.tidemill.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.Golden;
import io.tidemill.layer.LayerRun.Unrolled;
import io.tidemill.math.Matrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Embedding, batch normalisation, layers in others and what moves columns against PyTorch's,
 * forward and gradient; the file comes from layer_golden.py.
 */
class LayerOracleTest {
  private static final int ROWS = 6;
  private static final int SIZE = 5;

  private final Golden golden = new Golden("pytorch-layer.txt");

  @Test
  void embeddingEqualsPyTorchs() {
    assertEqual(new Embedding(2, 7, SIZE), "embedding", "E");
  }

  @Test
  void batchNormEqualsPyTorchs() {
    LayerRun run =
        assertEqual(new BatchNorm(SIZE), "norm", "gain", "bias", "running_mean", "running_var");
    Matrix x = golden.matrix("norm.x", ROWS);
    Matrix served = run.forward(new Matrix[] {x}, new Matrix(ROWS, 0), 0).y()[0];
    assertThat(served.data()).isNotEqualTo(golden.matrix("norm.y", ROWS).data());
    run.layer.follow(x, run.layer.trace(ROWS), run.parameters, 0);
    float[] next = Arrays.copyOfRange(run.parameters, 2 * SIZE, 4 * SIZE);
    float[] expected =
        concat(golden.tensor("norm.next_running_mean"), golden.tensor("norm.next_running_var"));
    assertClose(next, expected, 1e-6);
    served = run.forward(new Matrix[] {x}, new Matrix(ROWS, 0), 0).y()[0];
    assertClose(served, golden.matrix("norm.served", ROWS), 1e-5);
  }

  @Test
  void batchNormOverPositionsSharesWhatItKnowsOfChannels() {
    String[] parameters = {"gain", "bias", "running_mean", "running_var"};
    TimeDistributed layer = new TimeDistributed(4, new BatchNorm(SIZE));
    LayerRun run = assertEqual(layer, "channels", parameters);
    Matrix trace = layer.trace(ROWS);
    Matrix x = golden.matrix("channels.x", ROWS);
    Matrix y = new Matrix(ROWS, layer.outputSize());
    layer.forwardTraining(run.packed, x, new Matrix(ROWS, 0), 0, y, trace, 0);
    layer.follow(x, trace, run.parameters, 0);
    float[] next = Arrays.copyOfRange(run.parameters, 2 * SIZE, 4 * SIZE);
    float[] expected =
        concat(
            golden.tensor("channels.next_running_mean"),
            golden.tensor("channels.next_running_var"));
    assertClose(next, expected, 1e-6);
  }

  @Test
  void residualAddsWhatItIsGiven() {
    assertEqual(new Residual(new Dense(SIZE, SIZE)), "residual", "W", "b");
  }

  @Test
  void aLayerWithoutMemorySeesEveryStepByItself() {
    assertEqual(new TimeDistributed(4, new Dense(SIZE, 3)), "distributed", "W", "b");
  }

  @Test
  void aLayerWithMemoryGoesThroughTheWindow() {
    Lstm lstm = new Lstm(SIZE, 3);
    assertEqual(new TimeDistributed(4, lstm), "sequence", "W", "U", "b");
    assertEqual(new TimeDistributed(4, lstm, TimeDistributed.Output.LAST), "last", "W", "U", "b");
  }

  @Test
  void layersThatMoveColumnsEqualPyTorchs() {
    assertEqual(new Repeat(SIZE, 3), "repeat");
    assertEqual(new Slice(SIZE, 1, 3), "slice");
    assertEqual(new Upsample(2, 3, SIZE, 3, 2), "upsample");
    assertEqual(new OnColumns(SIZE, 1, new Dense(2, 3)), "columns", "W", "b");
  }

  @Test
  void productsAndDistancesEqualPyTorchs() {
    assertEqual(new DotProduct(2 * SIZE), "dot");
    assertEqual(new SquaredDistance(SIZE, 3), "distance", "C");
  }

  /** Forward and gradient, with the named parameters; those without a gradient get none. */
  private LayerRun assertEqual(Layer layer, String name, String... parameters) {
    LayerRun run = new LayerRun(layer, 1);
    float[] expected = new float[run.parameters.length];
    int at = 0;
    for (String parameter : parameters) {
      double[] values = golden.tensor(name + "." + parameter);
      boolean learned = golden.has(name + ".d_" + parameter);
      double[] gradient =
          learned ? golden.tensor(name + ".d_" + parameter) : new double[values.length];
      for (int i = 0; i < values.length; i++, at++) {
        run.parameters[at] = (float) values[i];
        expected[at] = (float) gradient[i];
      }
    }
    assertThat(at).isEqualTo(run.parameters.length);
    Matrix x = golden.matrix(name + ".x", ROWS);
    Matrix state = new Matrix(ROWS, layer.stateSize());
    Matrix dx = new Matrix(ROWS, layer.inputSize());
    float[] dw = new float[run.parameters.length];
    Unrolled unrolled = run.forwardTraining(new Matrix[] {x}, state, 0);
    Matrix dy = golden.matrix(name + ".dy", ROWS);
    Matrix dState = new Matrix(ROWS, layer.stateSize());
    layer.backward(run.packed, x, unrolled.trace()[0], dy, dState, 0, dw, 0, dx);
    assertClose(unrolled.y()[0], golden.matrix(name + ".y", ROWS), 5e-6);
    assertClose(dw, expected, 1e-5);
    if (golden.has(name + ".d_x")) {
      assertClose(dx, golden.matrix(name + ".d_x", ROWS), 1e-5);
    }
    return run;
  }

  private static float[] concat(double[] one, double[] other) {
    float[] all = new float[one.length + other.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) (i < one.length ? one[i] : other[i - one.length]);
    }
    return all;
  }
}

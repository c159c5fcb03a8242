package io.tidemill.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.layer.Activation;
import io.tidemill.layer.Conv2d;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Gru;
import io.tidemill.layer.Layer;
import io.tidemill.layer.MaxPool;
import io.tidemill.layer.Padding;
import io.tidemill.math.Matrix;
import io.tidemill.network.Network;
import io.tidemill.network.PackedWeights;
import io.tidemill.network.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PredictorTest {
  private static final Network NETWORK =
      Network.of(new Gru(3, 20), new Gru(20, 7), new Dense(7, 2));

  @Test
  void oneRowEqualsTheSameRowInAnyBundle() {
    for (int rows : new int[] {2, 17, 256}) {
      Predictor bundles = predictor(NETWORK, rows);
      Predictor singles = predictor(NETWORK, 1);
      Random random = new Random(rows);
      Matrix memory = new Matrix(rows, NETWORK.stateSize());
      Matrix y = new Matrix(rows, 2);
      Matrix[] memories = new Matrix[rows];
      Arrays.setAll(memories, row -> new Matrix(1, NETWORK.stateSize()));
      Matrix one = new Matrix(1, 2);
      for (int t = 0; t < 3; t++) {
        Matrix x = random(random, rows, 3);
        bundles.step(x, memory, y);
        for (int row = 0; row < rows; row++) {
          singles.step(row(x, row), memories[row], one);
          assertThat(one.data()).isEqualTo(row(y, row).data());
          assertThat(memories[row].data()).isEqualTo(row(memory, row).data());
        }
      }
      assertThat(row(y, 0).data()).isNotEqualTo(row(y, 1).data());
    }
  }

  /** The layers by hand, each on a memory of its own. */
  @Test
  void layersFollowEachOtherOnTheirOwnColumnsOfTheMemory() {
    Parameters parameters = Parameters.initial(NETWORK, 1);
    Predictor predictor = predictor(NETWORK, 2);
    Matrix x = random(new Random(1), 2, 3);
    Matrix memory = random(new Random(2), 2, NETWORK.stateSize());
    Matrix input = x;
    Matrix[] states = new Matrix[3];
    int from = 0;
    int column = 0;
    for (int i = 0; i < 3; i++) {
      Layer layer = NETWORK.layers().get(i);
      float[] packed = new float[layer.packedSize(false)];
      layer.pack(parameters.data(), from, packed, false);
      states[i] = columns(memory, column, layer.stateSize());
      Matrix output = new Matrix(2, layer.outputSize());
      layer.forward(packed, input, states[i], 0, output, new Matrix(2, layer.traceSize()));
      from += layer.parameters().size();
      column += layer.stateSize();
      input = output;
    }
    Matrix y = new Matrix(2, 2);
    predictor.step(x, memory, y);
    assertThat(y.data()).isEqualTo(input.data());
    assertThat(columns(memory, 0, 20).data()).isEqualTo(states[0].data());
    assertThat(columns(memory, 20, 7).data()).isEqualTo(states[1].data());
  }

  @Test
  void laterChangesOfLoadedWeightsAreNotSeen() {
    Parameters parameters = Parameters.initial(NETWORK, 1);
    Predictor predictor = new Predictor(NETWORK, 1);
    predictor.load(parameters);
    Arrays.fill(parameters.data(), 9);
    assertThat(output(predictor)).isEqualTo(output(predictor(NETWORK, 1)));
    predictor.load(parameters);
    assertThat(output(predictor)).isNotEqualTo(output(predictor(NETWORK, 1)));
  }

  /** Pools that overlap and that drop pixels; the second convolution takes Winograd's way. */
  @Test
  void aConvolutionReluAndAPoolAsOneGiveTheBitsOfTheThree() {
    Conv2d first = new Conv2d(14, 15, 3, 20, 3, 2, Padding.SAME, 1, 1);
    MaxPool firstPool = new MaxPool(14, 15, 20, 2, 3, 1, 2);
    Conv2d second = new Conv2d(13, 7, 20, 33, 3, 3);
    MaxPool secondPool = new MaxPool(11, 5, 33, 2);
    Network network =
        Network.of(
            first,
            new Activation(first.outputSize(), Activation.Function.RELU),
            firstPool,
            second,
            new Activation(second.outputSize(), Activation.Function.RELU),
            secondPool);
    Parameters parameters = Parameters.initial(network, 3);
    Matrix none = new Matrix(9, 0);
    Matrix x = random(new Random(3), 9, network.inputSize());
    Matrix expected = x;
    PackedWeights weights = new PackedWeights(network, false);
    weights.pack(parameters);
    for (int i = 0; i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      Matrix y = new Matrix(9, layer.outputSize());
      layer.forward(weights.layer(i), expected, none, 0, y, none);
      expected = y;
    }
    Predictor predictor = new Predictor(network, 9);
    predictor.load(parameters);
    Matrix y = new Matrix(9, network.outputSize());
    predictor.step(x, none, y);
    assertThat(y.data()).isEqualTo(expected.data()).contains(0f);
    Matrix alone = new Matrix(9, network.outputSize());
    predictor.step(row(x, 8), new Matrix(1, 0), alone);
    assertThat(row(alone, 0).data()).isEqualTo(row(y, 8).data());
  }

  private static float[] output(Predictor predictor) {
    Matrix y = new Matrix(1, 2);
    predictor.step(random(new Random(5), 1, 3), new Matrix(1, NETWORK.stateSize()), y);
    return y.data();
  }

  @Test
  void saysWhatDoesNotFit() {
    Predictor predictor = predictor(NETWORK, 4);
    Matrix x = new Matrix(4, 3);
    Matrix memory = new Matrix(4, NETWORK.stateSize());
    Matrix y = new Matrix(4, 2);
    assertThatThrownBy(() -> predictor.step(new Matrix(5, 3), new Matrix(5, 27), new Matrix(5, 2)))
        .hasMessageContaining("5 rows of x")
        .hasMessageContaining("at most 4");
    assertThatThrownBy(() -> predictor.step(x, new Matrix(3, 27), y))
        .hasMessageContaining("4 rows of x and 3 of memory");
    assertThatThrownBy(() -> predictor.step(new Matrix(4, 2), memory, y))
        .hasMessage("x has 2 columns, the network wants 3");
    Network other = new Network(List.of(new Dense(3, 2)));
    assertThatThrownBy(() -> predictor.load(Parameters.zeros(other)))
        .hasMessageContaining("weights are 8 floats")
        .hasMessageContaining("load weights trained for it");
  }

  private static Predictor predictor(Network network, int maxRows) {
    Predictor predictor = new Predictor(network, maxRows);
    predictor.load(Parameters.initial(network, 1));
    return predictor;
  }

  private static Matrix random(Random random, int rows, int columns) {
    Matrix matrix = new Matrix(rows, columns);
    for (int i = 0; i < matrix.data().length; i++) {
      matrix.data()[i] = (float) random.nextGaussian();
    }
    return matrix;
  }

  private static Matrix row(Matrix matrix, int row) {
    Matrix one = new Matrix(1, matrix.columns());
    System.arraycopy(matrix.data(), matrix.offset(row), one.data(), 0, matrix.columns());
    return one;
  }

  private static Matrix columns(Matrix matrix, int from, int count) {
    Matrix some = new Matrix(matrix.rows(), count);
    for (int row = 0; row < matrix.rows(); row++) {
      System.arraycopy(
          matrix.data(), matrix.offset(row) + from, some.data(), some.offset(row), count);
    }
    return some;
  }
}

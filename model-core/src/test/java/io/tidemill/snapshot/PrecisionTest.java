package io.tidemill.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.layer.Dense;
import io.tidemill.layer.Gru;
import io.tidemill.math.Matrix;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import io.tidemill.serve.Predictor;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class PrecisionTest {
  private static final Network DENSE = Network.of(new Dense(100, 8));

  @Test
  void float32IsExact() {
    Parameters weights = random(DENSE, 1);

    assertThat(Precision.FLOAT32.rounded(weights).data()).isEqualTo(weights.data());
  }

  @Test
  void bfloat16RoundsAsNd4jDoes() {
    Parameters weights = random(DENSE, 2);
    float[] expected =
        Nd4j.createFromArray(weights.data())
            .castTo(DataType.BFLOAT16)
            .castTo(DataType.FLOAT)
            .toFloatVector();

    assertThat(Precision.BFLOAT16.rounded(weights).data()).isEqualTo(expected);
  }

  @Test
  void bfloat16TiesGoToEven() {
    assertThat(bfloat16(1 + 0x1p-8f)).isEqualTo(1f);
    assertThat(bfloat16(1 + 3 * 0x1p-8f)).isEqualTo(1 + 0x1p-6f);
    assertThat(bfloat16(Float.MAX_VALUE)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(bfloat16(Float.NaN)).isNaN();
    assertThat(bfloat16(-0f)).isEqualTo(-0f);
  }

  private static float bfloat16(float value) {
    Network network = Network.of(new Dense(1, 1));
    Parameters weights = new Parameters(network.parameters(), new float[] {value, 0});
    return Precision.BFLOAT16.rounded(weights).data()[0];
  }

  /** Half a step of its channel is the most that a weight is off, and biases are not. */
  @Test
  void int8ErrsByHalfAStepOfItsChannel() {
    Parameters weights = random(DENSE, 3);
    for (int i = 0; i < 100; i++) {
      weights.data()[8 * i + 5] = 0; // a channel of zeros
      weights.data()[8 * i + 6] *= 1000; // and one of others' size
    }
    float[] most = new float[8];
    for (int i = 0; i < 800; i++) {
      most[i % 8] = Math.max(most[i % 8], Math.abs(weights.data()[i]));
    }

    float[] rounded = Precision.INT8.rounded(weights).data();

    for (int i = 0; i < 800; i++) {
      double halfAStep = most[i % 8] / 254 * 1.0001;
      assertThat((double) rounded[i]).isCloseTo(weights.data()[i], within(halfAStep));
    }
    for (int i = 800; i < 808; i++) {
      assertThat(rounded[i]).isEqualTo(weights.data()[i]);
    }
  }

  /** Weights that were rounded are not rounded again: a snapshot can be passed on for ever. */
  @Test
  void roundingTwiceIsRoundingOnce() {
    for (Precision precision : Precision.values()) {
      Parameters once = precision.rounded(random(DENSE, 4));

      assertThat(precision.rounded(once).data()).isEqualTo(once.data());
    }
  }

  @Test
  void lighterWeightsServeNearlyAlike() {
    Network network = Network.of(new Gru(6, 16), new Dense(16, 2));
    Parameters weights = Parameters.initial(network, 5);

    float[] whole = served(network, weights);

    assertThat(served(network, Precision.BFLOAT16.rounded(weights)))
        .usingComparatorWithPrecision(0.01f)
        .containsExactly(whole);
    assertThat(served(network, Precision.INT8.rounded(weights)))
        .usingComparatorWithPrecision(0.02f)
        .containsExactly(whole);
  }

  private static float[] served(Network network, Parameters weights) {
    Predictor predictor = new Predictor(network, 4);
    predictor.load(weights);
    Matrix x = new Matrix(4, network.inputSize());
    Matrix memory = new Matrix(4, network.stateSize());
    Matrix y = new Matrix(4, network.outputSize());
    Random random = new Random(6);
    for (int step = 0; step < 20; step++) {
      for (int i = 0; i < x.data().length; i++) {
        x.data()[i] = (float) random.nextGaussian();
      }
      predictor.step(x, memory, y);
    }
    return y.data();
  }

  private static Parameters random(Network network, long seed) {
    Parameters parameters = Parameters.zeros(network);
    Random random = new Random(seed);
    for (int i = 0; i < parameters.data().length; i++) {
      parameters.data()[i] = (float) random.nextGaussian();
    }
    return parameters;
  }
}

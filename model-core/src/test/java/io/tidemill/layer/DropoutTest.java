package io.tidemill.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.math.Matrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private static final int ROWS = 200;
  private static final Dropout DROPOUT = new Dropout(50, 0.3);

  private final Matrix x = new Matrix(ROWS, 50).fill(2);
  private final Matrix trace = new Matrix(ROWS, DROPOUT.traceSize());

  @Test
  void dropsItsShareAndKeepsTheMean() {
    Matrix y = training(1);
    double kept = 2 / 0.7;
    double sum = 0;
    int dropped = 0;
    for (float value : y.data()) {
      assertThat(value == 0 || Math.abs(value - kept) < 1e-6).isTrue();
      dropped += value == 0 ? 1 : 0;
      sum += value;
    }
    assertThat(dropped / 10_000.0).isCloseTo(0.3, within(0.02));
    assertThat(sum / 10_000).isCloseTo(2, within(0.05));
  }

  @Test
  void isAFunctionOfTheNoise() {
    assertThat(training(1).data()).isEqualTo(training(1).data());
    assertThat(training(1).data()).isNotEqualTo(training(2).data());
  }

  @Test
  void theGradientGoesWhereTheValueWent() {
    Matrix y = training(3);
    Matrix dx = new Matrix(ROWS, 50);
    Matrix none = new Matrix(ROWS, 0);
    DROPOUT.backward(new float[0], x, trace, x, none, 0, new float[0], 0, dx);
    assertThat(dx.data()).isEqualTo(y.data());
  }

  @Test
  void servesWhatItIsGiven() {
    Matrix y = new Matrix(ROWS, 50);
    DROPOUT.forward(new float[0], x, new Matrix(ROWS, 0), 0, y, trace);
    assertThat(y.data()).isEqualTo(x.data());
  }

  @Test
  void nothingIsDroppedAtARateOfZero() {
    Matrix y = new Matrix(ROWS, 50);
    Matrix none = new Matrix(ROWS, 0);
    new Dropout(50, 0).forwardTraining(new float[0], x, none, 0, y, trace, 5);
    assertThat(y.data()).isEqualTo(x.data());
  }

  @Test
  void refusesToDropAll() {
    assertThatThrownBy(() -> new Dropout(5, 1))
        .hasMessageContaining("dropout.rate is 1.0: it must be in [0, 1)");
  }

  private Matrix training(long noise) {
    Matrix y = new Matrix(ROWS, 50);
    Arrays.fill(trace.data(), Float.NaN);
    DROPOUT.forwardTraining(new float[0], x, new Matrix(ROWS, 0), 0, y, trace, noise);
    return y;
  }
}

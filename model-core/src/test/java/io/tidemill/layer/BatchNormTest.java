package io.tidemill.layer;

import static io.tidemill.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.math.Matrix;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchNormTest {
  private static final int SIZE = 3;

  private final LayerRun run = new LayerRun(new BatchNorm(SIZE), 1);
  private final Matrix none = new Matrix(1, 0);

  @Test
  void oneRowAloneIsNormalisedAsInServiceAndFollowedByNothing() {
    run.parameters[3 * SIZE] = 2;
    Matrix x = LayerRun.random(new Random(1), 1, SIZE, 1);
    float[] before = run.parameters.clone();
    Matrix learned = run.forwardTraining(new Matrix[] {x}, none, 0).y()[0];
    assertThat(learned.data()).isEqualTo(run.forward(new Matrix[] {x}, none, 0).y()[0].data());
    run.layer.follow(x, run.layer.trace(1), run.parameters, 0);
    assertThat(run.parameters).isEqualTo(before);
  }

  /** What is far from 0 keeps the digits of its distances. */
  @Test
  void normalisesValuesFarFromZero() {
    int rows = 2000;
    Matrix near = LayerRun.random(new Random(2), rows, SIZE, 1);
    Matrix far = new Matrix(rows, SIZE);
    for (int i = 0; i < rows * SIZE; i++) {
      near.data()[i] = Math.round(near.data()[i] * 64) / 64f;
      far.data()[i] = near.data()[i] + 65536;
    }
    Matrix expected = run.forwardTraining(new Matrix[] {near}, none, 0).y()[0];
    assertClose(run.forwardTraining(new Matrix[] {far}, none, 0).y()[0], expected, 0.01);
  }

  @Test
  void whatItFollowsComesToServeAlikeData() {
    Matrix x = LayerRun.random(new Random(3), 50, SIZE, 2);
    for (int step = 0; step < 200; step++) {
      run.layer.follow(x, run.layer.trace(50), run.parameters, 0);
    }
    float[] learned = run.forwardTraining(new Matrix[] {x}, none, 0).y()[0].data();
    float[] served = run.forward(new Matrix[] {x}, none, 0).y()[0].data();
    for (int i = 0; i < served.length; i++) {
      assertThat(served[i]).isCloseTo(learned[i], within(0.03f));
    }
  }
}

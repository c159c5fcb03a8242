package io.tidemill.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.Golden;
import io.tidemill.math.Matrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Losses against ND4J's operations in double precision, on the numbers of loss_golden.py. */
class Nd4jLossOracleTest {
  private static final int ROWS = 5;
  private static final int SUM = 1;

  private final Golden golden = new Golden("pytorch-loss.txt");

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.2})
  void binaryCrossEntropyIsNd4js(double smoothing) {
    assertEqual(new BinaryCrossEntropy(smoothing), "sigm_cross_entropy_loss", smoothing);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.2})
  void categoricalCrossEntropyIsNd4js(double smoothing) {
    assertEqual(new CategoricalCrossEntropy(smoothing), "softmax_cross_entropy_loss", smoothing);
  }

  @Test
  void poissonIsNd4js() {
    assertEqual(new Poisson(), "log_poisson_loss", 0);
  }

  /** ND4J's takes no weights. */
  @Test
  void sparseCrossEntropyIsNd4js() {
    Loss loss = new SparseCrossEntropy();
    Matrix y = golden.matrix("SparseCrossEntropy.y", ROWS);
    Matrix target = golden.matrix("SparseCrossEntropy.target", ROWS);
    INDArray[] terms =
        Nd4j.exec(
            DynamicCustomOp.builder("sparse_softmax_cross_entropy_loss_with_logits")
                .addInputs(array(target).reshape(ROWS).castTo(DataType.INT), array(y))
                .build());
    Matrix weight = new Matrix(ROWS, 1).fill(1);
    double sum = loss.gradient(y, target, weight, 1, new Matrix(ROWS, y.columns()));
    assertThat(sum).isCloseTo(terms[0].sumNumber().doubleValue(), within(1e-9 * sum));
  }

  private void assertEqual(Loss loss, String operation, double smoothing) {
    String name = loss.getClass().getSimpleName();
    Matrix y = golden.matrix(name + ".y", ROWS);
    Matrix target = golden.matrix(name + ".target", ROWS);
    Matrix weight = golden.matrix(name + ".weight", ROWS);
    INDArray[] expected =
        Nd4j.exec(
            DynamicCustomOp.builder(operation)
                .addInputs(array(y), weights(weight), array(target))
                .addIntegerArguments(SUM)
                .addBooleanArguments(false)
                .addFloatingPointArguments(smoothing)
                .build());
    double sum = loss.gradient(y, target, weight, 1, new Matrix(ROWS, y.columns()));
    assertThat(sum).isCloseTo(expected[0].sumNumber().doubleValue(), within(1e-9 * sum));
  }

  private static INDArray weights(Matrix weight) {
    return weight.columns() == 1 ? array(weight).reshape(ROWS) : array(weight);
  }

  private static INDArray array(Matrix matrix) {
    return Nd4j.createFromArray(Arrays.copyOf(matrix.data(), matrix.data().length))
        .castTo(DataType.DOUBLE)
        .reshape(matrix.rows(), matrix.columns());
  }
}

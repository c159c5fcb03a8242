package io.tidemill.loss;

import static io.tidemill.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.Golden;
import io.tidemill.math.Matrix;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses against PyTorch's, value and gradient; the file comes from loss_golden.py. */
class LossOracleTest {
  private static final int ROWS = 5;

  private final Golden golden = new Golden("pytorch-loss.txt");

  static Stream<Loss> losses() {
    return Stream.of(
        new SquaredError(),
        new AbsoluteError(),
        new Huber(0.75),
        new BinaryCrossEntropy(),
        new CategoricalCrossEntropy(),
        new SparseCrossEntropy(),
        new KlDivergence(),
        new BinaryCrossEntropy(0.1),
        new CategoricalCrossEntropy(0.1),
        new SparseCrossEntropy(0.1),
        new Quantile(List.of(0.1, 0.5, 0.9)),
        new GaussianNll(),
        new Poisson());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void equalsPyTorch(Loss loss) {
    String name = name(loss);
    Matrix y = golden.matrix(name + ".y", ROWS);
    Matrix target = golden.matrix(name + ".target", ROWS);
    Matrix weight = golden.matrix(name + ".weight", ROWS);
    assertThat(target.columns()).isEqualTo(loss.targetSize(y.columns()));
    assertThat(weight.columns()).isEqualTo(loss.terms(y.columns()));
    double total = 0;
    for (float w : weight.data()) {
      total += w;
    }
    Matrix dy = new Matrix(ROWS, y.columns());
    double expected = golden.tensor(name + ".loss")[0];
    assertThat(loss.gradient(y, target, weight, 1 / total, dy) / total)
        .isCloseTo(expected, within(1e-7 * expected));
    assertClose(dy, golden.matrix(name + ".dy", ROWS), 1e-6);
  }

  private static String name(Loss loss) {
    String name = loss.getClass().getSimpleName();
    return loss.toString().endsWith("[smoothing=0.1]") ? name + "Smoothed" : name;
  }
}

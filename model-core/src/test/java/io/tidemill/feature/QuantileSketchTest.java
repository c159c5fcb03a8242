package io.tidemill.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuantileSketchTest {

  private static final int BINS = 8;
  private final QuantileSketch sketch = new QuantileSketch(BINS);
  private final double[] state = new double[sketch.stateSize() + 3];

  static Stream<DoubleSupplier> streams() {
    RandomGenerator random = new SplittableRandom(7);
    return Stream.of(
        random::nextDouble,
        random::nextGaussian,
        () -> Math.exp(2 * random.nextGaussian()),
        () -> random.nextInt(100));
  }

  /** The oracle is the share of all values that lies below an edge. */
  @ParameterizedTest
  @MethodSource("streams")
  void edgesLieAtTheQuantilesOfAllThatWasSeen(DoubleSupplier stream) {
    double[] values = new double[20_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = stream.getAsDouble();
      sketch.update(state, 2, values[i]);
    }
    double[] edges = sketch.table(state, 2);
    assertThat(edges).hasSize(BINS + 1).isSorted();
    assertThat(edges[0]).isEqualTo(Arrays.stream(values).min().orElseThrow());
    assertThat(edges[BINS]).isEqualTo(Arrays.stream(values).max().orElseThrow());
    for (int i = 1; i < BINS; i++) {
      double edge = edges[i];
      double below = Arrays.stream(values).filter(value -> value < edge).count() / 20_000.0;
      assertThat(below).isCloseTo((double) i / BINS, within(0.02));
    }
    assertThat(state[0]).isZero();
    assertThat(state[state.length - 1]).isZero();
  }

  @Test
  void saysNothingUntilItHasAValueForEachMarker() {
    for (int i = 0; i < 2 * BINS; i++) {
      sketch.update(state, 0, 5 - i);
      assertThat(sketch.table(state, 0)).isEmpty();
    }
    sketch.update(state, 0, 100);
    assertThat(sketch.table(state, 0)).isSorted().startsWith(-10).endsWith(100);
  }

  @Test
  void aConstantColumnHasEqualEdges() {
    for (int i = 0; i < 1000; i++) {
      sketch.update(state, 0, 3);
    }
    assertThat(sketch.table(state, 0)).containsOnly(3);
  }

  @Test
  void goesOnFromItsTable() {
    RandomGenerator random = new SplittableRandom(1);
    for (int i = 0; i < 5_000; i++) {
      sketch.update(state, 0, random.nextGaussian());
    }
    double[] edges = sketch.table(state, 0);
    double[] restored = new double[sketch.stateSize()];
    sketch.restore(restored, 0, edges, 5_000);
    assertThat(sketch.table(restored, 0)).isEqualTo(edges);
    for (int i = 0; i < 5_000; i++) {
      sketch.update(restored, 0, random.nextGaussian());
    }
    assertThat(sketch.table(restored, 0)[BINS / 2]).isCloseTo(0, within(0.05));
    sketch.restore(restored, 0, new double[0], 5_000);
    assertThat(restored).containsOnly(0);
  }

  @Test
  void refusesBinsThatMakeNoSense() {
    assertThatThrownBy(() -> new QuantileSketch(1)).hasMessage("bins is 1: want 2 to 64");
  }
}

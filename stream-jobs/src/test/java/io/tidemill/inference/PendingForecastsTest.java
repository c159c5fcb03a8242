package io.tidemill.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PendingForecastsTest {
  private static final int OFFSET = 3;

  private final PendingForecasts pending = new PendingForecasts(2, 3);
  private final double[] state = new double[OFFSET + pending.stateSize() + 2];

  @Test
  void findsTheForecastMadeSoManyStepsAgo() {
    for (int step = 0; step < 10; step++) {
      int at = pending.current(state, OFFSET);
      if (step < 3) {
        assertThat(at).isEqualTo(-1);
      } else {
        assertThat(state[at]).isEqualTo(step - 3);
        assertThat(state[at + 1]).isEqualTo(100 + step - 3);
      }
      // Two horizons side by side: the smaller one is kept.
      pending.push(new double[] {9, step, -1, 100 + step, -1}, 1, 2, state, OFFSET);
    }
  }

  @Test
  void aStepWithoutAForecastLeavesNaN() {
    pending.push(new double[] {1, 2}, 0, 1, state, OFFSET);
    pending.pushNone(state, OFFSET);
    pending.push(new double[] {3, 4}, 0, 1, state, OFFSET);
    pending.push(new double[] {5, 6}, 0, 1, state, OFFSET);

    assertThat(state[pending.current(state, OFFSET)]).isNaN();
  }

  @Test
  void forgetsWhenCleared() {
    for (int step = 0; step < 5; step++) {
      pending.push(new double[] {1, 2}, 0, 1, state, OFFSET);
    }
    pending.clear(state, OFFSET);
    for (int step = 0; step < 3; step++) {
      assertThat(pending.current(state, OFFSET)).isEqualTo(-1);
      pending.push(new double[] {step, step}, 0, 1, state, OFFSET);
    }
    assertThat(state[pending.current(state, OFFSET)]).isZero();
  }

  @Test
  void writesNothingBesideItsState() {
    for (int step = 0; step < 5; step++) {
      pending.push(new double[] {1, 2}, 0, 1, state, OFFSET);
      pending.pushNone(state, OFFSET);
    }
    assertThat(state).startsWith(0, 0, 0).endsWith(0, 0);
  }
}

package io.tidemill.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalvingTest {

  /** "outcomes:model" of every model that goes, with these mean losses and noise. */
  private static List<String> gone(Halving halving, double noise, int outcomes, double... means) {
    List<String> gone = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    double[] state = new double[halving.stateSize()];
    double[] losses = new double[means.length];
    for (int t = 0; t < outcomes; t++) {
      for (int i = 0; i < losses.length; i++) {
        losses[i] = means[i] + noise * random.nextGaussian();
      }
      halving.update(losses, state, 0);
      if (halving.endsRound(state, 0)) {
        int may = halving.mayGo(state, 0);
        for (int worst = halving.goes(state, 0);
            worst >= 0 && may-- > 0;
            worst = halving.goes(state, 0)) {
          gone.add(halving.outcomes(state, 0) + ":" + worst);
          halving.drop(worst, state, 0);
        }
      }
    }
    return gone;
  }

  @Test
  void theWorseHalfGoesInRoundsThatDouble() {
    assertThat(gone(new Halving(8, 100, 1), 0.01, 2000, 8, 7, 6, 5, 1, 2, 3, 4))
        .containsExactly("100:0", "100:1", "100:2", "100:3", "200:7", "200:6", "400:5");
  }

  @Test
  void soManyStay() {
    assertThat(gone(new Halving(8, 100, 3), 0.01, 2000, 8, 7, 6, 5, 1, 2, 3, 4))
        .containsExactly("100:0", "100:1", "100:2", "100:3", "200:7");
  }

  @Test
  void noneGoesByChance() {
    assertThat(gone(new Halving(4, 100, 1), 1, 50_000, 1, 1, 1, 1)).isEmpty();
    assertThat(gone(new Halving(4, 100, 1), 1, 400, 1, 1, 1, 2)).containsExactly("100:3");
  }

  /** The paired test of textbooks: mean difference by its standard error. */
  @Test
  void aLeadIsInStandardErrors() {
    Halving halving = new Halving(2, 100, 1);
    double[] state = new double[halving.stateSize()];
    SplittableRandom random = new SplittableRandom(2);
    double sum = 0;
    double squares = 0;
    for (int t = 0; t < 60; t++) {
      double[] losses = {random.nextDouble(), 0.3 + random.nextDouble()};
      halving.update(losses, state, 0);
      sum += losses[1] - losses[0];
      squares += Math.pow(losses[1] - losses[0], 2);
    }
    double mean = sum / 60;
    double error = Math.sqrt((squares / 60 - mean * mean) / 60);
    assertThat(halving.lead(0, 1, state, 0)).isCloseTo(mean / error, within(1e-9));
    assertThat(halving.lead(1, 0, state, 0)).isCloseTo(-mean / error, within(1e-9));
    assertThat(halving.best(state, 0)).isZero();
  }

  @Test
  void oldLossesFade() {
    Halving halving = new Halving(2, 50, 1);
    double[] state = new double[halving.stateSize()];
    for (int t = 0; t < 1000; t++) {
      halving.update(t < 500 ? new double[] {1, 2} : new double[] {2, 1}, state, 0);
    }
    assertThat(halving.best(state, 0)).isEqualTo(1);
    assertThat(halving.loss(0, state, 0)).isCloseTo(2, within(1e-3));
  }

  @Test
  void refusesRoundsTooShortToTell() {
    assertThatThrownBy(() -> new Halving(3, 7, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 8");
  }
}

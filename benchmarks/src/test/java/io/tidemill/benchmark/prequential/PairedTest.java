package io.tidemill.benchmark.prequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedTest {

  @Test
  void whatTheOptionSavesIsItsWorth() {
    double[] with = new double[1000];
    double[] without = new double[1000];
    for (int i = 0; i < without.length; i += 4) {
      without[i] = 1;
    }
    Paired paired = Paired.of(with, without);
    assertThat(paired.worth()).isEqualTo(0.25);
    assertThat(paired.differ()).isEqualTo(0.25);
    assertThat(paired.standardError()).isZero(); // each block has as many
  }

  @Test
  void equalOutcomesAreWorthNothing() {
    double[] losses = {0, 1, 1, 0, 1};
    assertThat(Paired.of(losses, losses).worth()).isZero();
    assertThat(Paired.of(losses, losses).differ()).isZero();
  }

  @Test
  void whatOneSideCannotTellDoesNotCount() {
    double[] with = {Double.NaN, 1, 1, Double.NaN};
    double[] without = {5, 2, Double.NaN, Double.NaN};
    assertThat(Paired.of(with, without).worth()).isEqualTo(1);
  }

  /** Of independent differences it is their deviation over the root of their number. */
  @Test
  void theStandardErrorIsThatOfTheMean() {
    SplittableRandom random = new SplittableRandom(1);
    double[] without = new double[50_000];
    for (int i = 0; i < without.length; i++) {
      without[i] = 2 * random.nextGaussian();
    }
    double standardError = Paired.of(new double[without.length], without).standardError();
    assertThat(standardError).isCloseTo(2 / Math.sqrt(50_000), within(0.002));
  }

  /** Runs of ten that are alike are worth a tenth of as many independent ones. */
  @Test
  void outcomesThatAreAlikeInARowCountForLess() {
    SplittableRandom random = new SplittableRandom(1);
    double[] without = new double[50_000];
    for (int i = 0; i < without.length; i++) {
      without[i] = i % 10 == 0 ? random.nextGaussian() : without[i - 1];
    }
    double standardError = Paired.of(new double[without.length], without).standardError();
    assertThat(standardError).isCloseTo(1 / Math.sqrt(5_000), within(0.004));
  }

  @Test
  void streamsOfOtherLengthsAreRefused() {
    assertThatThrownBy(() -> Paired.of(new double[2], new double[3]))
        .hasMessageContaining("2 outcomes with, 3 without");
  }
}

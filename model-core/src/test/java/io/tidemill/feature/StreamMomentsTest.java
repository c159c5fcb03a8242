package io.tidemill.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class StreamMomentsTest {

  private final RandomGenerator random = new SplittableRandom(1);

  @Test
  void scalingIsMeanDeviationAndRangeOfEachColumn() {
    StreamMoments moments = new StreamMoments(2);
    for (int i = 0; i < 10_000; i++) {
      moments.update(
          new double[] {7, 100 + 5 * random.nextGaussian(), random.nextDouble(-3, 9)}, 1);
    }
    FeatureScaling scaling = moments.toScaling();
    assertThat(scaling.mean()).containsExactly(new double[] {100, 3}, within(0.2));
    assertThat(scaling.deviation())
        .containsExactly(new double[] {5, 12 / Math.sqrt(12)}, within(0.1));
    assertThat(scaling.min()[1]).isCloseTo(-3, within(0.01));
    assertThat(scaling.max()[1]).isCloseTo(9, within(0.01));
  }

  @Test
  void missingAndAbsurdValuesArePassedOverOrBounded() {
    StreamMoments moments = new StreamMoments(1);
    for (int i = 0; i < 1_000; i++) {
      moments.update(new double[] {random.nextGaussian()}, 0);
    }
    for (double odd :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300}) {
      double[] before = moments.state();
      moments.update(new double[] {odd}, 0);
      assertThat(moments.state()).isEqualTo(before);
    }
    moments.update(new double[] {1e90}, 0);
    assertThat(moments.toScaling().deviation()[0]).isBetween(0.9, 1.2);
    assertThat(moments.toScaling().max()[0]).isBetween(7.0, 9.0);
  }

  @Test
  void nonsenseForAWhileLeavesNoTrace() {
    StreamMoments moments = new StreamMoments(1);
    for (int i = 0; i < 20_000; i++) {
      moments.update(new double[] {5 + random.nextGaussian()}, 0);
    }
    for (int i = 0; i < 500; i++) {
      moments.update(new double[] {5_000 + 1_000 * random.nextGaussian()}, 0);
    }
    assertThat(moments.toScaling().mean()[0]).isCloseTo(5, within(0.1));
    assertThat(moments.toScaling().deviation()[0]).isBetween(0.9, 1.3);
    assertThat(moments.toScaling().max()[0]).isLessThan(20);
  }

  @Test
  void aNewLevelIsBelievedInTheEnd() {
    StreamMoments moments = new StreamMoments(1);
    for (int i = 0; i < 20_000; i++) {
      moments.update(new double[] {5 + random.nextGaussian()}, 0);
    }
    for (int i = 0; i < 3_000; i++) {
      moments.update(new double[] {5_000 + 1_000 * random.nextGaussian()}, 0);
    }
    assertThat(moments.toScaling().mean()[0]).isGreaterThan(100);
    assertThat(moments.toScaling().deviation()[0]).isGreaterThan(500);
  }

  @Test
  void aColumnThatWasConstantSoonFindsItsScale() {
    StreamMoments moments = new StreamMoments(1);
    for (int i = 0; i < 20_000; i++) {
      moments.update(new double[] {0}, 0);
    }
    for (int i = 0; i < 40; i++) {
      moments.update(new double[] {3 + i % 3}, 0);
    }
    assertThat(moments.toScaling().deviation()[0]).isBetween(0.3, 5.0);
  }

  @Test
  void aColumnHardlySeenIsLeftAsItIs() {
    StreamMoments moments = new StreamMoments(1);
    for (int i = 0; i < 7; i++) {
      moments.update(new double[] {1_000 + i}, 0);
    }
    assertThat(moments.toScaling()).isEqualTo(FeatureScaling.identity(1));
    moments.update(new double[] {1_007}, 0);
    assertThat(moments.toScaling().mean()[0]).isCloseTo(1_003.5, within(1e-9));
  }

  @Test
  void continuesExactlyWhereItsStateWasTaken() {
    StreamMoments first = new StreamMoments(2);
    StreamMoments second = new StreamMoments(2);
    for (int i = 0; i < 500; i++) {
      first.update(random.doubles(2).toArray(), 0);
    }
    second.restore(first.state());
    for (int i = 0; i < 500; i++) {
      double[] row = random.doubles(2).toArray();
      first.update(row, 0);
      second.update(row, 0);
    }
    assertThat(second.state()).isEqualTo(first.state());
    assertThat(second.toScaling())
        .isEqualTo(first.toScaling())
        .hasSameHashCodeAs(first.toScaling());
  }

  @Test
  void refusesTheStateOfAnotherSchema() {
    assertThatThrownBy(() -> new StreamMoments(3).restore(new StreamMoments(2).state()))
        .hasMessageContaining(
            "12 numbers, 3 columns need 18: they belong to another feature schema");
    assertThatThrownBy(() -> new StreamMoments(0)).hasMessageContaining("width is 0");
  }

  @Test
  void scalingRefusesWhatCannotScale() {
    double[] one = {1};
    assertThatThrownBy(() -> new FeatureScaling(one, new double[] {0}, one, one))
        .hasMessageContaining("column 0 has mean 1.0 and deviation 0.0");
    assertThatThrownBy(() -> new FeatureScaling(one, one, one, new double[] {0}))
        .hasMessageContaining("range 1.0 to 0.0");
    assertThatThrownBy(() -> new FeatureScaling(one, new double[2], one, one))
        .hasMessageContaining("1 means, 2 deviations");
    assertThatThrownBy(() -> new FeatureScaling(new double[] {Double.NaN}, one, one, one))
        .hasMessageContaining("NaN");
  }

  @Test
  void goesOnFromAScalingAsFromSoManyValues() {
    FeatureScaling scaling =
        new FeatureScaling(
            new double[] {100, 0},
            new double[] {5, 1},
            new double[] {80, 0},
            new double[] {130, 1});
    StreamMoments moments = new StreamMoments(2);

    moments.restore(scaling, 99);

    FeatureScaling same = moments.toScaling();
    assertThat(same.mean()).isEqualTo(scaling.mean());
    assertThat(same.deviation()).containsExactly(scaling.deviation(), within(1e-12));
    assertThat(same.min()).isEqualTo(scaling.min());
    assertThat(same.max()).isEqualTo(scaling.max());
    moments.update(new double[] {120, Double.NaN}, 0);
    assertThat(moments.toScaling().mean()[0]).isCloseTo(100 + 20 / 100.0, within(1e-12));
  }

  @Test
  void aColumnThatAScalingLeavesAsItIsBeginsAnew() {
    StreamMoments moments = new StreamMoments(1);
    moments.restore(FeatureScaling.identity(1), 1000);

    for (int i = 0; i < 8; i++) {
      moments.update(new double[] {500}, 0);
    }

    assertThat(moments.toScaling().mean()[0]).isEqualTo(500);
  }

  @Test
  void refusesAScalingOfOtherColumnsOrOfTooFewValues() {
    StreamMoments moments = new StreamMoments(2);

    assertThatThrownBy(() -> moments.restore(FeatureScaling.identity(3), 100))
        .hasMessageContaining(
            "a scaling of 3 columns that counts for 100.0 values: want 2 columns");
    assertThatThrownBy(() -> moments.restore(FeatureScaling.identity(2), 7))
        .hasMessageContaining("at least 8 values");
  }
}

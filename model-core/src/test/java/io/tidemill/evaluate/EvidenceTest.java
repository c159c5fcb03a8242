package io.tidemill.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private final Evidence evidence = new Evidence(0.3, 200);
  private final SplittableRandom random = new SplittableRandom(5);

  /** Values until there is evidence, at most {@code most}. */
  private int values(double up, int most) {
    double[] state = new double[Evidence.SIZE];
    for (int i = 1; i <= most; i++) {
      if (evidence.add(random.nextDouble() < up ? 1 : -1, state, 0)) {
        return i;
      }
    }
    return most;
  }

  @Test
  void isFoundWithoutCauseNoSoonerThanPromised() {
    double sum = 0;
    for (int run = 0; run < 300; run++) {
      sum += values(0.5, 100_000);
    }
    assertThat(sum / 300).isGreaterThan(200);
  }

  @Test
  void isFoundSoonWhereThereIsCause() {
    double sum = 0;
    for (int run = 0; run < 300; run++) {
      sum += values(0.8, 100_000);
    }
    assertThat(sum / 300).isLessThan(50);
  }

  @Test
  void byHand() {
    double[] state = new double[2];
    assertThat(evidence.add(1, state, 1)).isFalse();
    assertThat(state).containsExactly(0, 1.3);
    evidence.add(-1, state, 1);
    assertThat(state[1]).isEqualTo(1.3 * 0.7);
    evidence.add(-1, state, 1);
    assertThat(state[1]).isEqualTo(0.7); // begun anew
  }

  @Test
  void refusesWhatIsNoBet() {
    assertThatThrownBy(() -> new Evidence(1, 100)).hasMessageContaining("stake is 1.0");
    assertThatThrownBy(() -> new Evidence(0.5, 1)).hasMessageContaining("patience 1.0");
  }
}

package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.train.SequenceBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyShareTest {

  private static double[] weights(double share, String... keys) {
    SequenceBatch batch = new SequenceBatch(keys.length, 1, 1, 1);
    List<TrainingSequence> sequences = new ArrayList<>();
    for (String key : keys) {
      batch.add();
      sequences.add(new TrainingSequence(key, "id", 0, 0, 1, new double[] {1}));
    }
    batch.weight(0).fill(1);
    new KeyShare(share).limit(sequences, batch);
    double[] weights = new double[keys.length];
    for (int row = 0; row < keys.length; row++) {
      weights[row] = batch.weight(0).data()[batch.weight(0).offset(row)];
    }
    return weights;
  }

  @Test
  void oneKeyHasItsShareOfWhatIsLeft() {
    // 6 of a and 2 others: a may have half of 4
    assertThat(weights(0.5, "a", "a", "a", "a", "a", "a", "b", "c"))
        .containsExactly(
            new double[] {1 / 3., 1 / 3., 1 / 3., 1 / 3., 1 / 3., 1 / 3., 1, 1}, within(1e-6));
  }

  @Test
  void severalKeysMayBeLimited() {
    // a and b may each have 0.4 of all: 2 of 5
    assertThat(weights(0.4, "a", "a", "a", "a", "b", "b", "b", "c"))
        .containsExactly(
            new double[] {0.5, 0.5, 0.5, 0.5, 2 / 3., 2 / 3., 2 / 3., 1}, within(1e-6));
  }

  @Test
  void whoHasNoMoreThanHisShareIsLeftAlone() {
    assertThat(weights(0.5, "a", "b", "b", "a")).containsOnly(1);
    assertThat(weights(1, "a", "a", "a")).containsOnly(1);
  }

  @Test
  void tooFewKeysCountAllTheSame() {
    assertThat(weights(0.25, "a", "a", "b")).containsExactly(0.5, 0.5, 1);
    assertThat(weights(0.25, "a", "a", "a")).satisfies(all -> assertThat(all[0]).isEqualTo(all[2]));
  }
}

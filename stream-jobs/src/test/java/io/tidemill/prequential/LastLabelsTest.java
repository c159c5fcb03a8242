package io.tidemill.prequential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LastLabelsTest {

  @Test
  void nothingIsKnownBeforeTheFirst() {
    assertThat(LastLabels.at(null, 5)).isEqualTo(-1);
    long[] known = LastLabels.add(null, 10, 3, 0);
    assertThat(LastLabels.at(known, 9)).isEqualTo(-1);
    assertThat(LastLabels.at(known, 10)).isEqualTo(3);
  }

  /** Whatever is left out, no event that may still be judged is told another class. */
  @Test
  void tellsWhatAWholeHistoryWould() {
    Random random = new Random(9);
    long delay = 40;
    List<long[]> all = new ArrayList<>();
    long @Nullable [] known = null;
    long now = 0;
    int longest = 0;
    for (int i = 0; i < 5000; i++) {
      now += random.nextInt(4);
      int label = random.nextInt(3);
      known = LastLabels.add(known, now, label, now - delay);
      all.add(new long[] {now, label});
      longest = Math.max(longest, known.length);
      assertThat(LastLabels.newest(known)).isEqualTo(now);
      for (long time = Math.max(0, now - delay); time <= now; time++) {
        int expected = -1;
        for (int k = all.size() - 1; k >= 0 && expected < 0; k--) {
          expected = all.get(k)[0] <= time ? (int) all.get(k)[1] : -1;
        }
        assertThat(LastLabels.at(known, time)).as("at %d, now %d", time, now).isEqualTo(expected);
      }
    }
    assertThat(longest).as("no more than may be asked for").isLessThan(2 * 60);
  }

  @Test
  void manyChangesWithinTheDelayDoNotGrowWithoutBound() {
    long[] known = LastLabels.add(null, 0, 0, 0);
    for (int i = 1; i < 1000; i++) {
      known = LastLabels.add(known, i, i % 2, -1000);
    }
    assertThat(known).hasSize(1 + 2 * 64);
    assertThat(LastLabels.at(known, 999)).isEqualTo(1);
    assertThat(LastLabels.at(known, 998)).isZero();
  }
}

package io.tidemill.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PartTest {

  private static final Rows SERIES =
      new TestingRows(TestingPipelines.LEVELS.features())
          .series("a", TestingRows.swing(20, 1))
          .series("b", TestingRows.swing(3, 2))
          .series("c", TestingRows.swing(1, 3))
          .rows();

  @Test
  void ofSeriesTheLastRowsOfEachKeyAreCutOff() {
    Part[] parts = Part.all(SERIES).cut(new Share(0.25));

    assertThat(parts[0].to()).containsExactly(15, 2, 1);
    assertThat(parts[1].from()).containsExactly(15, 2, 1);
    assertThat(parts[1].to()).containsExactly(20, 3, 1);
    assertThat(parts[0].count() + parts[1].count()).isEqualTo(24);
    assertThat(parts[1].count()).isEqualTo(6);
  }

  @Test
  void whatIsCutTwiceIsCutInTheOrderOfTime() {
    Part[] test = Part.all(SERIES).cut(new Share(4));
    Part[] validation = test[0].cut(new Share(2));

    assertThat(validation[0].to()[0]).isEqualTo(14);
    assertThat(validation[1].from()[0]).isEqualTo(14);
    assertThat(validation[1].to()[0]).isEqualTo(16);
    assertThat(test[1].from()[0]).isEqualTo(16);
  }

  @Test
  void theOrderOfSeriesStays() {
    Part all = Part.all(SERIES);

    assertThat(all.shuffled(5)).isSameAs(all);
  }

  @Test
  void independentRowsAreShuffledAndCutAsWhole() {
    TestingRows single = new TestingRows(TestingPipelines.LEVELS.features());
    for (int i = 0; i < 50; i++) {
      single.series("k" + i, i);
    }
    Part all = Part.all(single.rows());

    Part shuffled = all.shuffled(7);
    Part[] parts = shuffled.cut(new Share(0.2));

    assertThat(shuffled.keys()).isEqualTo(all.shuffled(7).keys());
    assertThat(shuffled.keys()).isNotEqualTo(all.shuffled(8).keys()).isNotEqualTo(all.keys());
    assertThat(parts[0].count()).isEqualTo(40);
    assertThat(parts[1].count()).isEqualTo(10);
    int[] together = Arrays.copyOf(parts[0].keys(), 50);
    System.arraycopy(parts[1].keys(), 0, together, 40, 10);
    Arrays.sort(together);
    assertThat(together).isEqualTo(all.keys());
  }

  @Test
  void aShareIsNeverAllAndNeverNothingUnlessItIsNone() {
    assertThat(new Share(0).of(100)).isZero();
    assertThat(new Share(0.1).of(100)).isEqualTo(10);
    assertThat(new Share(0.001).of(100)).isEqualTo(1);
    assertThat(new Share(0.999).of(100)).isEqualTo(99);
    assertThat(new Share(30).of(100)).isEqualTo(30);
    assertThat(new Share(300).of(100)).isEqualTo(99);
    assertThat(new Share(0.5).of(1)).isZero();
  }

  @Test
  void aShareIsAPartOrANumberOfRows() {
    for (double wrong : new double[] {-0.1, 1.5, Double.NaN, 1e10}) {
      assertThatThrownBy(() -> new Share(wrong)).hasMessageContaining("a share is " + wrong);
    }
  }
}

package io.tidemill.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Provenance;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AnsweringTest {
  private static final Pipeline LEVELS = TestingPipelines.LEVELS;
  private static final ModelSnapshot MODEL =
      new ModelSnapshot(
          LEVELS.model(),
          new ModelVersion(1, 1),
          Parameters.initial(LEVELS.model().model(), 3),
          FeatureScaling.identity(LEVELS.features().observedWidth()),
          new Provenance("test", 0, OptionalLong.empty(), 1, 1));

  @Test
  void remembersTheRowsBeforeAPart() {
    Part all = Part.all(rows(3));
    Part[] parts = all.cut(new Share(5));

    Map<String, float[]> whole = answers(all);
    Map<String, float[]> end = answers(parts[1]);

    assertThat(end).hasSize(15);
    end.forEach((row, answer) -> assertThat(answer).as(row).isEqualTo(whole.get(row)));
  }

  @Test
  void answersARowAloneAsAmongOthers() {
    Rows many = rows(300); // more keys than fit a bundle, of different lengths
    Map<String, float[]> together = answers(Part.all(many));
    assertThat(together).hasSize((int) Part.all(many).count());

    for (int key : new int[] {0, 17, 255, 256, 299}) {
      int length = many.length(key);
      Part alone = new Part(many, new int[] {key}, new int[1], new int[] {length});
      answers(alone)
          .forEach((row, answer) -> assertThat(answer).as(row).isEqualTo(together.get(row)));
    }
  }

  private static Map<String, float[]> answers(Part part) {
    Map<String, float[]> answers = new TreeMap<>();
    new Answering(MODEL)
        .answer(
            part,
            (key, row, observed, at, x, y, i) -> {
              float[] answer = Arrays.copyOfRange(y.data(), y.offset(i), y.offset(i + 1));
              assertThat(answers.put(key + "/" + row, answer)).isNull();
            });
    return answers;
  }

  /** Series of 20 to 29 rows. */
  private static Rows rows(int keys) {
    TestingRows rows = new TestingRows(LEVELS.features());
    for (int key = 0; key < keys; key++) {
      rows.series("k" + key, TestingRows.swing(20 + key % 10, key));
    }
    return rows.rows();
  }
}

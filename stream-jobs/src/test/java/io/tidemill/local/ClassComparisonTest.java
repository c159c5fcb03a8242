package io.tidemill.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Missing;
import io.tidemill.feature.NumberFeature;
import io.tidemill.feature.Scale;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassComparisonTest {
  private static final Classification TASK = new Classification("state", List.of("on", "off"));
  private static final FeatureSchema SCHEMA =
      new FeatureSchema(
          List.of("state", "x"),
          List.of(TASK.feature(), new NumberFeature("x", Missing.LAST, Scale.NONE)));

  private final ClassComparison comparison = new ClassComparison(SCHEMA, TASK, null);

  private void answer(String key, long time, String answer) {
    comparison.answer(
        Prediction.newBuilder()
            .setEventId(key + time)
            .setKey(key)
            .setTime(time)
            .setIngestedAt(time)
            .setStatus(PredictionStatus.PREDICTED)
            .setClass$(answer)
            .build());
  }

  private void label(String key, long time, double label) {
    comparison.observed(TestingMessages.row(key, time, label, 0, 0));
  }

  @Test
  void answersMeetTheirLabelsWhicheverComesFirst() {
    answer("a", 1, "on");
    label("a", 1, 0);
    label("a", 2, 1);
    answer("a", 2, "on");
    label("b", 3, 1);
    answer("b", 3, "off");
    label("b", 4, Double.NaN); // nobody knows
    answer("b", 4, "off");
    assertThat(comparison.course())
        .containsExactly(new ClassAgreement(2 / 3.0, 0, 1 / 3.0)); // commonest: on, on, on
  }

  @Test
  void nothingIsSaidWithoutLabels() {
    answer("a", 1, "on");
    assertThat(comparison.secondHalf().online()).isNaN();
  }

  @Test
  void theSecondHalfIsThatOfTheRunHoweverLongItWas() {
    Random random = new Random(3);
    int right = 0;
    int events = 60_000;
    for (int i = 0; i < events; i++) {
      int actual = random.nextInt(2);
      boolean knows = i > events / 2 && random.nextInt(10) > 0;
      int answer = knows ? actual : random.nextInt(2);
      right += i >= events / 2 && answer == actual ? 1 : 0;
      answer("a", i, TASK.classes().get(answer));
      label("a", i, actual);
    }
    ClassAgreement half = comparison.secondHalf();
    assertThat(half.online()).isCloseTo(right / (events / 2.0), within(0.03));
    assertThat(half.online()).isGreaterThan(0.9);
    assertThat(half.ratio()).isLessThan(0.2);
    assertThat(half.noChange()).isCloseTo(0.5, within(0.02));
    assertThat(comparison.course()).hasSizeBetween(16, 32);
    assertThat(comparison.course().get(0).online()).isCloseTo(0.5, within(0.05));
  }
}

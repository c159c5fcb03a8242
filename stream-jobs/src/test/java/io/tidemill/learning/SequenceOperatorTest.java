package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.control.Order;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Missing;
import io.tidemill.feature.NumberFeature;
import io.tidemill.feature.Scale;
import io.tidemill.kafka.MessageSerializer;
import io.tidemill.layer.Dense;
import io.tidemill.network.Network;
import io.tidemill.pipeline.Learn;
import io.tidemill.prequential.ServedAnswer;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.snapshot.ModelVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class SequenceOperatorTest {
  private static final OutputTag<ModelMetrics> METRICS =
      new OutputTag<>("metrics", MessageSerializer.typeOf(ModelMetrics.class));
  private static final FeatureSchema SCHEMA =
      new FeatureSchema(
          List.of("flow"), List.of(new NumberFeature("flow", Missing.DROP, Scale.STANDARD)));
  private static final int WIDTH = SCHEMA.observedWidth();
  private static final ModelSpec MODEL =
      new ModelSpec(
          "m",
          SCHEMA,
          Network.of(new Dense(SCHEMA.inputWidth(), 1)),
          new Forecast(List.of("flow"), List.of(1), Forecast.Base.LAST));

  @Test
  void holdsRowsUntilTheWatermarkHasPassedThem() throws Exception {
    try (var harness = harness(Long.MAX_VALUE)) {
      harness.open();
      for (long time : new long[] {3, 1, 2}) {
        harness.processElement1(new StreamRecord<>(row("a", time), time));
      }
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.processWatermark1(new Watermark(2));
      assertThat(times(harness)).containsExactly(2L);
      harness.processWatermark1(new Watermark(3));
      assertThat(times(harness)).containsExactly(2L, 3L);
    }
  }

  @Test
  void onArrivalARowWaitsForNothingButMustBeItsKeysNewest() throws Exception {
    try (var harness = harness(Long.MAX_VALUE, Learn.Order.ARRIVAL)) {
      harness.open();
      harness.processWatermark1(new Watermark(10));
      for (long time : new long[] {1, 3, 2, 5}) {
        harness.processElement1(new StreamRecord<>(row("a", time), time));
      }
      assertThat(times(harness)).containsExactly(3L, 5L);
      harness.setProcessingTime(1000);
      assertThat(harness.getSideOutput(METRICS))
          .singleElement()
          .satisfies(it -> assertThat(it.getValue().getValues()).containsEntry("late", 1.0));
    }
  }

  @Test
  void keepsKeysApart() throws Exception {
    try (var harness = harness(Long.MAX_VALUE)) {
      harness.open();
      harness.processElement1(new StreamRecord<>(row("a", 1), 1));
      harness.processElement1(new StreamRecord<>(row("b", 2), 2));
      harness.processElement1(new StreamRecord<>(row("a", 3), 3));
      harness.processWatermark1(new Watermark(5));

      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(sequence -> assertThat(sequence.key()).isEqualTo("a"));
    }
  }

  @Test
  void countsWhatItCannotLearnFrom() throws Exception {
    try (var harness = harness(Long.MAX_VALUE)) {
      harness.open();
      harness.processWatermark1(new Watermark(10));
      harness.processElement1(new StreamRecord<>(row("a", 10), 10));
      harness.processElement1(
          new StreamRecord<>(
              new ServedRow("a", "x", 11, 0, SCHEMA.fingerprint(), true, one()), 11));
      harness.processElement1(
          new StreamRecord<>(new ServedRow("a", "x", 12, 0, 4711, false, one()), 12));
      double[] missing = one();
      missing[0] = Double.NaN;
      harness.processElement1(
          new ServedRow("a", "x", 13, 0, SCHEMA.fingerprint(), false, missing), 13);
      harness.processElement1(new StreamRecord<>(row("a", 14), 14));
      harness.processElement1(new StreamRecord<>(row("a", 14), 14));
      harness.processWatermark1(new Watermark(20));
      assertThat(harness.getSideOutput(METRICS)).isNull();
      harness.setProcessingTime(1000);

      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(harness.getSideOutput(METRICS))
          .singleElement()
          .satisfies(
              record -> {
                ModelMetrics report = record.getValue();
                assertThat(report.getKind()).isEqualTo(MetricsKind.IGNORED);
                assertThat(report.getValues())
                    .containsEntry("late", 2.0)
                    .containsEntry("foreign", 1.0)
                    .containsEntry("dropped", 1.0)
                    .containsEntry("repeated", 1.0);
              });
    }
  }

  @Test
  void continuesFromACheckpoint() throws Exception {
    List<Long> expected = new ArrayList<>();
    try (var undisturbed = harness(Long.MAX_VALUE)) {
      undisturbed.open();
      for (long time = 1; time <= 20; time++) {
        undisturbed.processElement1(new StreamRecord<>(row("a", 2 * time), 2 * time));
      }
      undisturbed.processWatermark1(new Watermark(100));
      expected.addAll(times(undisturbed));
    }
    assertThat(expected).hasSize(19);

    List<Long> found = new ArrayList<>();
    OperatorSubtaskState state;
    try (var before = harness(Long.MAX_VALUE)) {
      before.open();
      for (long time = 1; time <= 12; time++) {
        before.processElement1(new StreamRecord<>(row("a", 2 * time), 2 * time));
      }
      before.processWatermark1(new Watermark(15));
      found.addAll(times(before));
      state = before.snapshot(1, 1);
    }
    try (var after = harness(Long.MAX_VALUE)) {
      after.initializeState(state);
      after.open();
      for (long time = 13; time <= 20; time++) {
        after.processElement1(new StreamRecord<>(row("a", 2 * time), 2 * time));
      }
      after.processWatermark1(new Watermark(100));
      found.addAll(times(after));
      assertThat(after.extractOutputValues().get(0).rows()).isEqualTo(4);
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void whatIsServedAgainAfterBothJobsFailedIsLearnedOnce() throws Exception {
    OperatorSubtaskState state;
    try (var before = harness(Long.MAX_VALUE)) {
      before.open();
      before.processElement1(new StreamRecord<>(row("a", 1), 1));
      before.processElement1(new StreamRecord<>(row("a", 2), 2));
      before.processWatermark1(new Watermark(2));
      state = before.snapshot(1, 1);
    }
    try (var after = harness(Long.MAX_VALUE)) {
      after.initializeState(state);
      after.open();
      for (long time = 1; time <= 3; time++) { // before the watermark is known again
        after.processElement1(new StreamRecord<>(row("a", time), time));
      }
      after.processWatermark1(new Watermark(3));
      after.setProcessingTime(1000);

      assertThat(times(after)).containsExactly(3L);
      assertThat(after.extractOutputValues().get(0).rows()).isEqualTo(3);
      assertThat(after.getSideOutput(METRICS))
          .singleElement()
          .satisfies(
              record -> assertThat(record.getValue().getValues()).containsEntry("late", 2.0));
    }
  }

  /** The answers of three rows back are in the checkpoint. */
  @Test
  void answersMeetTheirOutcomesThroughARestore() throws Exception {
    List<double[]> expected = new ArrayList<>();
    try (var undisturbed = harness(Long.MAX_VALUE)) {
      undisturbed.open();
      for (long time = 1; time <= 9; time++) {
        undisturbed.processElement1(new StreamRecord<>(answered(time), time));
      }
      undisturbed.processWatermark1(new Watermark(9));
      expected.addAll(said(undisturbed));
    }
    assertThat(expected).hasSize(9);
    assertThat(expected.get(0)).containsExactly(Double.NaN);
    assertThat(expected.get(8)).containsExactly(80);

    OperatorSubtaskState state;
    List<double[]> found = new ArrayList<>();
    try (var before = harness(Long.MAX_VALUE)) {
      before.open();
      for (long time = 1; time <= 6; time++) {
        before.processElement1(new StreamRecord<>(answered(time), time));
      }
      before.processWatermark1(new Watermark(4));
      found.addAll(said(before));
      state = before.snapshot(1, 1);
    }
    try (var after = harness(Long.MAX_VALUE)) {
      after.initializeState(state);
      after.open();
      for (long time = 7; time <= 9; time++) {
        after.processElement1(new StreamRecord<>(answered(time), time));
      }
      after.processWatermark1(new Watermark(9));
      found.addAll(said(after));
    }
    assertThat(Arrays.deepToString(found.toArray()))
        .isEqualTo(Arrays.deepToString(expected.toArray()));
  }

  /** A forecast of ten times the row's time. */
  private static ServedRow answered(long time) {
    ServedAnswer answer =
        new ServedAnswer(new ModelVersion(1, time), false, new double[] {10 * time});
    return new ServedRow("a", "e" + time, time, 0, SCHEMA.fingerprint(), false, one(), answer);
  }

  private static List<double[]> said(
      KeyedTwoInputStreamOperatorTestHarness<String, ServedRow, Control, TrainingSequence>
          harness) {
    return harness.getSideOutput(PairedRows.JUDGEMENTS).stream()
        .map(record -> record.getValue().said())
        .toList();
  }

  @Test
  void forgetsKeysThatHaveFallenSilent() throws Exception {
    try (var harness = harness(10)) {
      harness.open();
      harness.processElement1(new StreamRecord<>(row("a", 1), 1));
      harness.processWatermark1(new Watermark(5));
      assertThat(harness.numKeyedStateEntries()).as("history and answers").isEqualTo(2);
      assertThat(harness.numEventTimeTimers()).isEqualTo(1);

      harness.processWatermark1(new Watermark(31));
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  /** What comes out is what would, had the key not been seen up to that time. */
  @Test
  void aForgottenKeyBeginsAnewAfterTheTimeOfTheOrder() throws Exception {
    try (var forgets = harness(Long.MAX_VALUE);
        var neverSaw = harness(Long.MAX_VALUE)) {
      forgets.open();
      neverSaw.open();
      for (long time = 1; time <= 20; time++) {
        if (time == 8) {
          forgets.processElement2(forget("a", 12));
          forgets.getOutput().clear();
          neverSaw.getOutput().clear();
        }
        forgets.processElement1(new StreamRecord<>(row("a", time), time));
        forgets.processElement1(new StreamRecord<>(row("b", time), time));
        if (time > 12) {
          neverSaw.processElement1(new StreamRecord<>(row("a", time), time));
        }
        neverSaw.processElement1(new StreamRecord<>(row("b", time), time));
        forgets.processWatermark1(new Watermark(time - 2));
        neverSaw.processWatermark1(new Watermark(time - 2));
      }
      forgets.setProcessingTime(1000);

      List<TrainingSequence> found = inOrder(forgets.extractOutputValues());
      assertThat(found)
          .usingRecursiveComparison()
          .isEqualTo(inOrder(neverSaw.extractOutputValues()));
      assertThat(found).extracting(TrainingSequence::key).contains("a", "b");
      assertThat(forgets.numKeyedStateEntries()).isEqualTo(neverSaw.numKeyedStateEntries());
      assertThat(forgets.getSideOutput(METRICS))
          .singleElement()
          .satisfies(
              record -> assertThat(record.getValue().getValues()).containsEntry("forgotten", 5.0));
    }
  }

  @Test
  void whatIsForgottenStaysSoAfterARestore() throws Exception {
    OperatorSubtaskState state;
    try (var before = harness(Long.MAX_VALUE)) {
      before.open();
      before.processElement1(new StreamRecord<>(row("a", 1), 1));
      before.processElement2(forget("a", 5));
      state = before.snapshot(1, 1);
    }
    try (var after = harness(Long.MAX_VALUE)) {
      after.initializeState(state);
      after.open();
      for (long time = 2; time <= 7; time++) {
        after.processElement1(new StreamRecord<>(row("a", time), time));
      }
      after.processWatermark1(new Watermark(7));

      assertThat(times(after)).containsExactly(7L);
    }
  }

  @Test
  void otherOrdersAndThoseOfUnknownKeysChangeNothing() throws Exception {
    try (var harness = harness(Long.MAX_VALUE)) {
      harness.open();
      harness.processElement1(new StreamRecord<>(row("a", 1), 1));
      harness.processElement2(forget("unknown", 0));
      harness.processElement2(new StreamRecord<>(new Order.Unpin().message("id", 1, "me", "")));
      harness.processElement1(new StreamRecord<>(row("a", 2), 2));
      harness.processWatermark1(new Watermark(2));

      assertThat(times(harness)).containsExactly(2L);
    }
  }

  private static List<TrainingSequence> inOrder(List<TrainingSequence> sequences) {
    return sequences.stream().sorted(TrainingSequence.ORDER).toList();
  }

  private static StreamRecord<Control> forget(String key, long until) {
    return new StreamRecord<>(new Order.Forget(key, until).message("id", 1, "me", ""));
  }

  private static List<Long> times(
      KeyedTwoInputStreamOperatorTestHarness<String, ServedRow, Control, TrainingSequence>
          harness) {
    return harness.extractOutputValues().stream().map(TrainingSequence::time).toList();
  }

  private static ServedRow row(String key, long time) {
    return new ServedRow(key, "e" + time, time, 0, SCHEMA.fingerprint(), false, one());
  }

  private static double[] one() {
    double[] observed = new double[WIDTH];
    observed[0] = 1;
    return observed;
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, ServedRow, Control, TrainingSequence>
      harness(long timeToLive) throws Exception {
    return harness(timeToLive, Learn.Order.EVENT_TIME);
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, ServedRow, Control, TrainingSequence>
      harness(long timeToLive, Learn.Order order) throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new SequenceOperator(
                MODEL, false, new SequenceAssembler(WIDTH, 4, 1, timeToLive), order, METRICS),
            ServedRow::key,
            null,
            Types.STRING);
    harness.setup(new FlatTypeSerializer.OfSequence());
    return harness;
  }
}

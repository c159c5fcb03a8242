package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.kafka.Event;
import io.tidemill.kafka.MessageSerializer;
import io.tidemill.prequential.ServedAnswer;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.snapshot.ModelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class LabelOperatorTest {
  private static final OutputTag<ModelMetrics> METRICS =
      new OutputTag<>("metrics", MessageSerializer.typeOf(ModelMetrics.class));
  private static final long WAIT = 100;

  private static final class Join
      extends KeyedTwoInputStreamOperatorTestHarness<
          String, TrainingSequence, Event, TrainingSequence> {

    Join(int most) throws Exception {
      super(
          new LabelOperator("m", 1, Duration.ofMillis(WAIT), most, METRICS),
          TrainingSequence::id,
          label -> label.key,
          Types.STRING);
      setup(new FlatTypeSerializer.OfSequence());
    }

    static Join open(int most) throws Exception {
      Join join = new Join(most);
      join.open();
      return join;
    }

    void event(String id, long time) throws Exception {
      event(id, time, Double.NaN);
    }

    void event(String id, long time, double label) throws Exception {
      double[] observed = {7, 0, 8, label}; // an older row, whose class is known, and the newest
      ServedAnswer answer =
          new ServedAnswer(new ModelVersion(1, 2), false, new double[] {0.2, 0.3, 0.5});
      processElement1(
          new StreamRecord<>(
              new TrainingSequence("k", id, time, time + 1, 2, observed, answer), time));
    }

    void label(String id, long time, double of) throws Exception {
      Event label = new Event();
      label.key = id;
      label.time = time;
      label.ingestedAt = time + 2;
      label.numbers = new double[] {of};
      processElement2(new StreamRecord<>(label, time));
    }

    void pass(long watermark) throws Exception {
      processBothWatermarks(new Watermark(watermark));
    }

    /** What was given on: id, time, class. */
    List<String> given() {
      return extractOutputValues().stream()
          .map(s -> s.id() + " " + s.time() + " " + (int) s.observed()[3])
          .toList();
    }

    Map<String, Double> counts() throws Exception {
      setProcessingTime(getProcessingTime() + 1000);
      var told = getSideOutput(METRICS);
      assertThat(told).isNotEmpty();
      return new ArrayList<>(told).get(told.size() - 1).getValue().getValues();
    }
  }

  @Test
  void aLabelMeetsItsEventWhicheverComesFirst() throws Exception {
    try (Join join = Join.open(10)) {
      join.event("late-label", 10);
      join.label("early-label", 5, 2);
      assertThat(join.given()).isEmpty();

      join.label("late-label", 30, 1);
      join.event("early-label", 20);

      assertThat(join.given()).containsExactly("late-label 30 1", "early-label 20 2");
      TrainingSequence first = join.extractOutputValues().get(0);
      assertThat(first.observed()).containsExactly(7, 0, 8, 1);
      assertThat(first.ingestedAt()).isEqualTo(32);
    }
  }

  @Test
  void anAnswerIsJudgedByTheFirstLabelOfItsEvent() throws Exception {
    try (Join join = Join.open(10)) {
      join.label("early", 5, 1);
      join.event("early", 10);
      join.event("late", 11);
      join.event("labelled", 12, 2);
      join.label("late", 30, 0);
      join.label("late", 31, 2);
      join.label("labelled", 32, 1);

      assertThat(join.getSideOutput(PairedRows.JUDGEMENTS))
          .extracting(StreamRecord::getValue)
          .extracting(of -> of.id() + " " + of.time() + " " + of.knownAt() + " " + of.actual()[0])
          .containsExactly("early 10 10 1.0", "labelled 12 12 2.0", "late 11 30 0.0");
      assertThat(join.getSideOutput(PairedRows.JUDGEMENTS).peek().getValue().said())
          .containsExactly(0.2, 0.3, 0.5);
      assertThat(join.extractOutputValues())
          .as("what is learned carries it no further")
          .hasSize(5)
          .allMatch(sequence -> sequence.answer() == null);
    }
  }

  @Test
  void theSameAgainIsIgnoredAndAnotherClassCorrects() throws Exception {
    try (Join join = Join.open(10)) {
      join.event("a", 10);
      join.label("a", 20, 1);
      join.label("a", 21, 1);
      join.label("a", 22, 2);
      join.event("a", 10);

      assertThat(join.given()).containsExactly("a 20 1", "a 22 2");
      assertThat(join.counts()).containsEntry("repeated", 2.0).containsEntry("corrected", 1.0);
    }
  }

  @Test
  void whatWaitsInVainIsForgottenAndCounted() throws Exception {
    try (Join join = Join.open(10)) {
      join.event("never", 10);
      join.label("unknown", 20, 1);
      join.event("soon", 15);
      join.label("soon", 16, 1);
      join.pass(10 + WAIT - 1);
      assertThat(join.numKeyedStateEntries()).isEqualTo(4);

      join.pass(20 + WAIT);

      assertThat(join.numKeyedStateEntries()).isZero();
      assertThat(join.numEventTimeTimers()).isZero();
      assertThat(join.counts()).containsEntry("unlabelled", 1.0).containsEntry("unmatched", 1.0);
      join.label("never", 121, 1);
      assertThat(join.given()).containsExactly("soon 16 1");
    }
  }

  @Test
  void aLabelBehindTheWatermarkIsLearnedAsSoonAsMayBe() throws Exception {
    try (Join join = Join.open(10)) {
      join.event("a", 10);
      join.pass(50);
      join.label("a", 20, 1);
      assertThat(join.given()).containsExactly("a 51 1");
      assertThat(join.counts()).containsEntry("late", 1.0);
    }
  }

  @Test
  void anEventWithItsLabelDoesNotWaitButCanBeCorrected() throws Exception {
    try (Join join = Join.open(1)) {
      join.event("a", 10, 1);
      join.event("no-room", 11, 0);
      join.label("a", 20, 2);
      assertThat(join.given()).containsExactly("a 10 1", "no-room 11 0", "a 20 2");
    }
  }

  @Test
  void noMoreWaitThanMay() throws Exception {
    try (Join join = Join.open(2)) {
      join.event("a", 10);
      join.label("b", 11, 1);
      join.event("c", 12);
      join.label("c", 13, 1);
      join.event("b", 14);
      assertThat(join.given()).containsExactly("b 14 1");
      assertThat(join.counts()).containsEntry("refused", 2.0);

      join.pass(14 + WAIT);
      join.event("d", 200);
      join.label("d", 201, 2);
      assertThat(join.given()).containsExactly("b 14 1", "d 201 2");
    }
  }

  @Test
  void aRecordWithoutAClassIsCounted() throws Exception {
    try (Join join = Join.open(2)) {
      join.event("a", 10);
      join.label("a", 11, Double.NaN);
      assertThat(join.given()).isEmpty();
      assertThat(join.counts()).containsEntry("classless", 1.0);
    }
  }

  @Test
  void goesOnAfterARestore() throws Exception {
    OperatorSubtaskState saved;
    try (Join join = Join.open(2)) {
      join.event("a", 10);
      join.label("b", 12, 2);
      saved = join.snapshot(1, 1);
    }
    try (Join join = new Join(2)) {
      join.initializeState(saved);
      join.open();
      join.label("a", 20, 1);
      join.event("b", 30);
      join.event("c", 31);
      assertThat(join.given()).containsExactly("a 20 1", "b 30 2");
      assertThat(join.counts()).containsEntry("refused", 1.0);
    }
  }

  /** What is given on, and with which time, depends on the records alone. */
  @Test
  void theOrderOfArrivalDoesNotShow() throws Exception {
    List<List<String>> runs = new ArrayList<>();
    for (long seed = 0; seed < 20; seed++) {
      List<int[]> records = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        records.add(new int[] {0, i, 10 + i});
        if (i % 3 > 0) {
          records.add(new int[] {1, i, 10 + (i * 7) % 50, i % 4});
        }
      }
      Collections.shuffle(records, new Random(seed));
      try (Join join = Join.open(100)) {
        for (int[] record : records) {
          if (record[0] == 0) {
            join.event("e" + record[1], record[2]);
          } else {
            join.label("e" + record[1], record[2], record[3]);
          }
        }
        join.pass(Long.MAX_VALUE);
        runs.add(join.given().stream().sorted().toList());
      }
    }
    assertThat(runs.get(0)).hasSize(26);
    assertThat(runs).allSatisfy(run -> assertThat(run).isEqualTo(runs.get(0)));
  }
}

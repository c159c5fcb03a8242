package io.tidemill.prequential;

import static io.tidemill.prequential.TestingJudgements.MINUTE;
import static io.tidemill.prequential.TestingJudgements.labelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.control.Order;
import io.tidemill.kafka.MessageSerializer;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelMetrics;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class EvaluationOperatorTest {
  private static final String VALVES =
      """
      name: valves
      events: {topic: t, key: valve, time: {field: at}, id: id}
      features: [{number: flow}]
      model: {task: classify, label: state, classes: [open, shut], layers: [dense]}
      labels: {topic: states, id: id, wait: 1h}
      evaluate: {window: 30m, segments: key}
      """;

  private static final class Judging
      extends KeyedTwoInputStreamOperatorTestHarness<String, Judgement, Control, ModelMetrics> {

    Judging(Pipeline pipeline) throws Exception {
      super(new EvaluationOperator(pipeline), Judgement::key, null, Types.STRING);
      setup(new MessageSerializer<>(ModelMetrics.class));
    }

    /** Gives all that is known in a span of event time, and says so. */
    void play(List<Judgement> judgements, long from, long to) throws Exception {
      for (Judgement judgement : judgements) {
        if (judgement.knownAt() > from && judgement.knownAt() <= to) {
          processElement1(new StreamRecord<>(judgement, judgement.knownAt()));
        }
      }
      processWatermark1(new Watermark(to));
    }
  }

  private static Judging open(String text) throws Exception {
    Judging judging = new Judging(PipelineFile.parse("valves.yaml", text));
    judging.open();
    return judging;
  }

  @Test
  void tellsOfWindowsAsTheyEndAndOnceASecondOfAllSoFar() throws Exception {
    try (Judging judging = open(VALVES)) {
      judging.play(labelled(60, 0, 1), -1, 100 * MINUTE);
      List<ModelMetrics> told = judging.extractOutputValues();
      assertThat(told).hasSize(4);
      ModelMetrics all = told.get(0);
      assertThat(all.getKind()).isEqualTo(MetricsKind.EVALUATED);
      assertThat(all.getName()).isEqualTo("valves");
      assertThat(all.getSegment()).isNull();
      assertThat(all.getWindowStart()).isZero();
      assertThat(all.getWindowEnd()).isEqualTo(30 * MINUTE);
      assertThat(all.getEpoch()).isEqualTo(1);
      assertThat(all.getSequence()).isEqualTo(10);
      assertThat(all.getOldestSequence()).isEqualTo(10);
      assertThat(all.getValues()).containsKeys("accuracy", "auc", "fadedLoss");
      assertThat(told.subList(1, 4))
          .extracting(ModelMetrics::getSegment)
          .containsExactlyInAnyOrder("key=k-0", "key=k-1", "key=k-2");

      judging.setProcessingTime(1000);
      judging.setProcessingTime(2000);
      told = judging.extractOutputValues();
      assertThat(told).as("nothing new in the second second").hasSize(5);
      assertThat(told.get(4).getWindowStart()).isNull();
      assertThat(told.get(4).getValues()).containsKey("fadedAccuracy");
    }
  }

  @Test
  void aRestoredJobTellsWhatTheUndisturbedOneDoes() throws Exception {
    List<Judgement> judgements = labelled(400, 60 * MINUTE, 3);
    List<ModelMetrics> expected;
    try (Judging undisturbed = open(VALVES)) {
      undisturbed.play(judgements, -1, Long.MAX_VALUE);
      expected = undisturbed.extractOutputValues();
    }
    assertThat(expected).hasSize(4 * 14);

    List<ModelMetrics> found = new ArrayList<>();
    OperatorSubtaskState state;
    try (Judging before = open(VALVES)) {
      before.play(judgements, -1, 100 * MINUTE);
      judgements.stream()
          .filter(of -> of.knownAt() > 100 * MINUTE && of.knownAt() < 200 * MINUTE)
          .forEach(of -> give(before, of)); // in flight, and part of the checkpoint
      found.addAll(before.extractOutputValues());
      state = before.snapshot(1, 1);
      before.play(judgements, 200 * MINUTE, 300 * MINUTE); // lost with the job
    }
    try (Judging after = new Judging(PipelineFile.parse("valves.yaml", VALVES))) {
      after.initializeState(state);
      after.open();
      after.play(judgements, 200 * MINUTE - 1, Long.MAX_VALUE);
      found.addAll(after.extractOutputValues());
    }
    assertThat(found).isEqualTo(expected);
    assertThat(found.get(20).getValues().get("accuracyNoChange")).isBetween(0.3, 1.0);
  }

  private static void give(Judging judging, Judgement judgement) {
    try {
      judging.processElement1(new StreamRecord<>(judgement, judgement.knownAt()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aKeyThatIsForgottenOrSilentForLongHasNoLastClass() throws Exception {
    try (Judging judging = open(VALVES + "execution: {ttl: 2h}\n")) {
      List<Judgement> judgements = labelled(30, 0, 1);
      judging.play(judgements, -1, 40 * MINUTE);
      assertThat(judging.numKeyedStateEntries()).isEqualTo(3);

      judging.processElement2(
          new StreamRecord<>(new Order.Forget("k-1", 0).message("id", 1, "me", "")));
      assertThat(judging.numKeyedStateEntries()).isEqualTo(2);

      judging.processWatermark1(new Watermark(400 * MINUTE));
      assertThat(judging.numKeyedStateEntries()).isZero();
      assertThat(judging.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void aStateOfAnotherModelIsLeftAlone() throws Exception {
    OperatorSubtaskState state;
    try (Judging before = open(VALVES)) {
      before.play(labelled(60, 0, 1), -1, 20 * MINUTE);
      state = before.snapshot(1, 1);
    }
    String other = VALVES.replace("[open, shut]", "[shut, open]");
    try (Judging after = new Judging(PipelineFile.parse("valves.yaml", other))) {
      after.initializeState(state);
      after.open();
      after.processWatermark1(new Watermark(Long.MAX_VALUE));
      assertThat(after.extractOutputValues()).isEmpty();
    }
  }
}

package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.kafka.InService;
import io.tidemill.kafka.MessageSerializer;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.ModelMetrics;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** What the learner's operator says of a stream that changes. */
class LearnerDriftTest {
  private static final OutputTag<ModelMetrics> METRICS =
      new OutputTag<>("metrics", MessageSerializer.typeOf(ModelMetrics.class));
  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          "sides.yaml",
          """
          name: sides
          events: {topic: sides, key: machine, time: {field: at}}
          features:
            - number: x
          model: {task: classify, label: side, classes: 2, layers: [dense]}
          learn: {batch: 4, drift: {detector: adwin, on: features, then: tell}}
          """);
  private static final int CHANGE = 500;

  @Test
  void aChangeIsARecordWithWhatAndWhen() throws Exception {
    LearnerOperator operator =
        new LearnerOperator(
            PIPELINE,
            InService.NOTHING,
            METRICS,
            Duration.ZERO,
            new LearnerOrders(PIPELINE.model().fingerprint(), 0, version -> null));
    try (TwoInputStreamOperatorTestHarness<TrainingSequence, Control, ModelChunk> harness =
        new TwoInputStreamOperatorTestHarness<>(operator)) {
      harness.setup(new MessageSerializer<>(ModelChunk.class));
      harness.setProcessingTime(0);
      harness.open();
      SplittableRandom random = new SplittableRandom(1);
      FeatureSchema schema = PIPELINE.features();
      for (int i = 0; i < 2 * CHANGE; i++) {
        double[] observed = new double[schema.observedWidth()];
        double[] numbers = {random.nextGaussian() + (i < CHANGE ? 0 : 3), i % 2};
        double[] unexpected = {Double.NaN, Double.NaN};
        double[] state = new double[schema.stateSize()];
        schema.observe(numbers, i, unexpected, state, 0, observed, 0);
        TrainingSequence sequence = new TrainingSequence("m", "e" + i, i, 0, 1, observed);
        harness.processElement1(new StreamRecord<>(sequence, i));
      }
      harness.processWatermark1(new Watermark(2 * CHANGE));

      List<ModelMetrics> drifts =
          harness.getSideOutput(METRICS).stream()
              .map(StreamRecord::getValue)
              .filter(metrics -> metrics.getKind() == MetricsKind.DRIFT)
              .toList();
      assertThat(drifts).hasSize(1);
      ModelMetrics drift = drifts.get(0);
      assertThat(drift.getReason()).startsWith("x rose").endsWith(": told");
      assertThat(drift.getValues().get("time")).isBetween(CHANGE + 1.0, CHANGE + 64.0);
      assertThat(drift.getValues().get("after")).isBetween(CHANGE - 4.0, CHANGE + 64.0);
    }
  }
}

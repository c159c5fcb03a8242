package io.tidemill.inference;

import static io.tidemill.inference.TestingModels.PIPELINE;
import static io.tidemill.inference.TestingModels.START;
import static io.tidemill.inference.TestingModels.bytes;
import static io.tidemill.inference.TestingModels.event;
import static io.tidemill.inference.TestingModels.events;
import static io.tidemill.inference.TestingModels.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.kafka.Event;
import io.tidemill.kafka.InService;
import io.tidemill.kafka.MessageSerializer;
import io.tidemill.kafka.ServedRows;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.ServedFeatures;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** One subtask of the operator, with a clock that the test sets. */
final class Subtask
    extends KeyedTwoInputStreamOperatorTestHarness<String, Event, Instruction, Prediction> {
  /** More subtasks than this a test cannot rescale to. */
  static final int MAX_PARALLELISM = 8;

  private long watermark = Long.MIN_VALUE;

  Subtask(int parallelism, int index) throws Exception {
    this(parallelism, index, InService.NOTHING);
  }

  private Subtask(int parallelism, int index, InService inService) throws Exception {
    this(PIPELINE, parallelism, index, inService);
  }

  private Subtask(Pipeline pipeline, int parallelism, int index, InService inService)
      throws Exception {
    super(
        new InferenceOperator(pipeline, inService, 5000, Duration.ZERO),
        event -> event.key,
        null,
        Types.STRING,
        MAX_PARALLELISM,
        parallelism,
        index);
    setup(new MessageSerializer<>(Prediction.class));
    setProcessingTime(1000);
  }

  static Subtask started() throws Exception {
    Subtask subtask = new Subtask(1, 0);
    subtask.open();
    return subtask;
  }

  static Subtask startedWithoutServedFeatures() throws Exception {
    Pipeline pipeline =
        PipelineFile.parse(
            PIPELINE.source(),
            PIPELINE.text().replace("execution: {", "execution: {served-features: false, "));
    Subtask subtask = new Subtask(pipeline, 1, 0, InService.NOTHING);
    subtask.open();
    return subtask;
  }

  static Subtask startedWith(InService inService) throws Exception {
    Subtask subtask = new Subtask(1, 0, inService);
    subtask.open();
    return subtask;
  }

  static Subtask restored(OperatorSubtaskState state) throws Exception {
    Subtask subtask = new Subtask(1, 0);
    subtask.initializeState(state);
    subtask.open();
    return subtask;
  }

  void events(Collection<Event> events) throws Exception {
    for (Event event : events) {
      processElement1(new StreamRecord<>(event, event.time));
    }
  }

  /** A bundle that waits: the event before has ended the pause. */
  void waiting(Event... events) throws Exception {
    events(List.of(event("warm", START, 1, 2, 3)));
    getOutput().clear();
    events(List.of(events));
    assertThat(getOutput()).isEmpty();
  }

  void model(long version) throws Exception {
    published(bytes(version(version)));
  }

  void published(byte[] snapshot) throws Exception {
    processElement2(new StreamRecord<>(new Instruction.Serve(snapshot)));
  }

  void forget(String key) throws Exception {
    processElement2(new StreamRecord<>(new Instruction.Forget(key)));
  }

  void watermark(long time) throws Exception {
    if (time > watermark) {
      watermark = time;
      processWatermark1(new Watermark(time));
    }
  }

  OperatorSubtaskState checkpoint() throws Exception {
    prepareSnapshotPreBarrier(1);
    return snapshot(1, 1);
  }

  List<Prediction> predictions() {
    return extractOutputValues();
  }

  <T> List<T> side(OutputTag<T> tag) {
    Collection<StreamRecord<T>> records = getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  List<Alert> alerts() {
    return side(InferenceOperator.ALERTS);
  }

  List<ServedFeatures> served(FeatureRecordKind kind) {
    return side(InferenceOperator.SERVED_FEATURES).stream()
        .flatMap(message -> ServedRows.each(message).stream())
        .filter(row -> row.getKind() == kind)
        .toList();
  }
}

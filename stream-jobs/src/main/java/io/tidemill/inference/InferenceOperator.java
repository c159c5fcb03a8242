package io.tidemill.inference;

import io.tidemill.inference.WatermarkAnnouncer.Announcer;
import io.tidemill.kafka.Event;
import io.tidemill.kafka.InService;
import io.tidemill.kafka.MessageSerializer;
import io.tidemill.pipeline.Execution;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.ServedFeatures;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Answers keyed events (input 1) as instructed (input 2, broadcast): predictions on the main
 * output, alerts and served features on the side.
 *
 * <p>Events wait in a bundle that is flushed when it is full or old, and before a watermark, a
 * barrier, an instruction and the end; so none is held across a checkpoint, and one bundle is
 * answered by one version. The event time of the job is that of the events alone: watermarks and
 * idleness of the instructions are not looked at.
 */
@SuppressWarnings("NullAway.Init") // what is transient is made by initializeState and open
public final class InferenceOperator extends AbstractStreamOperator<Prediction>
    implements TwoInputStreamOperator<Event, Instruction, Prediction>, BoundedMultiInput {
  private static final long serialVersionUID = 1;

  /** Decisions that something is wrong with a key. */
  public static final OutputTag<Alert> ALERTS =
      new OutputTag<>("alerts", MessageSerializer.typeOf(Alert.class));

  /** What the learner trains on, and how far event time has come. */
  public static final OutputTag<ServedFeatures> SERVED_FEATURES =
      new OutputTag<>("served-features", MessageSerializer.typeOf(ServedFeatures.class));

  private static final int EVENTS = 1;

  private final Pipeline pipeline;
  private InService inService;
  private final long submittedAt;
  private final Duration warmUp;

  private transient EntityScorer scorer;
  private transient Bundle bundle;
  private transient Answers answers;
  private transient ModelInService model;
  private transient BundleTimer bundleTimer;
  private transient WatermarkAnnouncer announcer;
  private transient InferenceMetrics counters;
  private transient Entities entities;
  private transient ListState<byte[]> models;
  private transient ListState<Long> watermarks;
  private transient StreamRecord<Prediction> prediction;

  /**
   * An operator for a job.
   *
   * @param inService what was in service when the job was submitted, so that the first event is
   *     answered by it; a state to restore has a model of its own
   * @param submittedAt clock ms; a job submitted later has a later one
   * @param warmUp how long the network runs before the first event, so that the JVM compiles it
   */
  public InferenceOperator(
      Pipeline pipeline, InService inService, long submittedAt, Duration warmUp) {
    this.pipeline = pipeline;
    this.inService = inService;
    this.submittedAt = submittedAt;
    this.warmUp = warmUp;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    OperatorStateStore store = context.getOperatorStateStore();
    models = store.getUnionListState(Entities.model());
    watermarks =
        store.getUnionListState(new ListStateDescriptor<>("watermarks", LongSerializer.INSTANCE));
    TaskInfo task = getRuntimeContext().getTaskInfo();
    long runs = context.getRestoredCheckpointId().orElse(0) + task.getAttemptNumber();
    announcer =
        new WatermarkAnnouncer(
            new Announcer(
                Announcer.attempt(submittedAt, runs),
                task.getIndexOfThisSubtask(),
                task.getNumberOfParallelSubtasks()),
            getProcessingTimeService(),
            row -> output.collect(SERVED_FEATURES, new StreamRecord<>(row)));
  }

  @Override
  public void open() throws Exception {
    super.open();
    Execution execution = pipeline.execution();
    scorer =
        new EntityScorer(
            pipeline.model(), pipeline.alerts(), execution.maxAge(), execution.bundleRows());
    scorer.warmUp(warmUp);
    bundle = new Bundle(execution.bundleRows());
    bundleTimer =
        new BundleTimer(
            getProcessingTimeService(), execution.bundleDelay().toMillis(), this::flush);
    answers = scorer.newAnswers();
    prediction = new StreamRecord<>(null);
    counters = new InferenceMetrics(getMetricGroup(), scorer::resets);
    entities = new Entities(this, scorer, execution.stateTtl(), this::emit);
    model = new ModelInService(pipeline.model());
    for (byte[] published : models.get()) {
      serve(published);
    }
    if (model.bytes() == null && inService.snapshot().length > 0) {
      serve(inService.snapshot());
    }
    inService = InService.NOTHING; // lets go of a copy of the model
    announcer.restore(watermarks.get());
  }

  /** False: the operator sets the key itself when it flushes, once for all events of a key. */
  @Override
  public boolean hasKeyContext1() {
    return false;
  }

  @Override
  public void processElement1(StreamRecord<Event> element) throws Exception {
    bundle.add(element.getValue());
    if (bundle.isFull()) {
      flush();
    } else if (bundle.rows() == 1) {
      bundleTimer.opened();
    }
  }

  @Override
  public void processElement2(StreamRecord<Instruction> element) throws Exception {
    if (element.getValue() instanceof Instruction.Serve serve) {
      serve(serve.snapshot());
    } else if (element.getValue() instanceof Instruction.Forget forget) {
      flush();
      entities.forget(forget.key());
    }
  }

  private void serve(byte[] published) throws Exception {
    if (Arrays.equals(published, model.bytes())) {
      return; // told again what is in service, as after a restore
    }
    try {
      SharedModel admitted = model.admit(published);
      flush();
      model.replace(admitted);
      scorer.serve(admitted.snapshot(), admitted.packed());
      counters.modelServed();
    } catch (ModelRefusedException e) {
      counters.modelRefused(e.reason());
      LOG.warn("Refused a model, {}: {}", e.reason(), e.getMessage());
    }
  }

  private void flush() throws Exception {
    if (bundle.isEmpty()) {
      return;
    }
    entities.load(bundle);
    scorer.answer(bundle, announcer.watermark(), answers);
    for (int row = 0; row < bundle.rows(); row++) {
      Event event = bundle.event(row);
      output.collect(
          prediction.replace(answers.prediction(row, event, scorer.reference()), event.time));
      counters.answered(row, answers);
    }
    if (pipeline.execution().servedFeatures()) {
      output.collect(
          SERVED_FEATURES, new StreamRecord<>(answers.servedFeatures(bundle, scorer.reference())));
    }
    answers.alerts().forEach(this::emit);
    entities.store(bundle);
    counters.bundle(bundle.rows());
    bundle.clear();
    bundleTimer.flushed();
  }

  private void emit(Alert alert) {
    output.collect(ALERTS, new StreamRecord<>(alert, alert.getTime()));
    counters.alert();
  }

  @Override
  public void processWatermark1(Watermark watermark) throws Exception {
    flush();
    super.processWatermark(watermark);
    if (watermark.getTimestamp() < Watermark.MAX_WATERMARK.getTimestamp()) {
      announcer.advance(watermark.getTimestamp());
    }
  }

  @Override
  public void processWatermark2(Watermark watermark) {}

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) {
    if (input == EVENTS - 1) {
      output.emitWatermarkStatus(status);
    }
  }

  @Override
  public void endInput(int input) throws Exception {
    flush();
    if (input == EVENTS) {
      announcer.end();
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush();
  }

  @Override
  public void finish() throws Exception {
    flush();
    super.finish();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    watermarks.update(List.of(announcer.watermark()));
    models.update(model.kept(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask()));
  }
}

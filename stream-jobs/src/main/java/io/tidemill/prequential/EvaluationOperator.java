package io.tidemill.prequential;

import io.tidemill.control.Order;
import io.tidemill.feature.Classification;
import io.tidemill.pipeline.Labels;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.prequential.Evaluation.Report;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.snapshot.Fingerprint;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one {@link Evaluation} at parallelism 1: judges when the watermark moves, tells of windows
 * as they end, and once a second of all so far. In keyed state are the last known classes of the
 * keys, for as long as a key is remembered; orders (input 2) to forget a key clear them.
 */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState() first
public final class EvaluationOperator extends AbstractStreamOperator<ModelMetrics>
    implements TwoInputStreamOperator<Judgement, Control, ModelMetrics>,
        Triggerable<String, VoidNamespace>,
        Evaluation.Memory {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(EvaluationOperator.class);
  private static final long REPORT_EVERY_MS = 1000;

  private final Pipeline pipeline;
  private final long delay; // ms
  private final long timeToLive; // ms
  private final boolean ofClasses;

  private transient Evaluation evaluation;
  private transient EvaluationReport report;
  private transient ListState<byte[]> saved;
  private transient ValueState<long[]> labels;
  private transient InternalTimerService<VoidNamespace> timers;

  /** Of a pipeline's answers. */
  public EvaluationOperator(Pipeline pipeline) {
    this.pipeline = pipeline;
    Labels late = pipeline.labels();
    delay = late == null ? 0 : late.patience().toMillis();
    Duration ttl = pipeline.execution().stateTtl();
    timeToLive = ttl == null ? Long.MAX_VALUE : ttl.toMillis();
    ofClasses = pipeline.model().task() instanceof Classification;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    evaluation =
        new Evaluation(
            Yardstick.of(pipeline.model(), pipeline.learn().loss()),
            pipeline.evaluate(),
            delay,
            Fingerprint.hex(pipeline.model().fingerprint()) + " by " + pipeline.learn().loss());
    report = new EvaluationReport(pipeline.name(), pipeline.evaluate().window().toMillis());
    saved =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("evaluation", BytePrimitiveArraySerializer.INSTANCE));
    for (byte[] state : saved.get()) {
      if (!evaluation.restore(state)) {
        LOG.warn("What is judged of {} has changed: judging begins anew.", pipeline.name());
      }
    }
    saved.clear();
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("labels", VoidNamespaceSerializer.INSTANCE, this);
    labels =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("labels", LongPrimitiveArraySerializer.INSTANCE));
    schedule();
  }

  @Override
  public void processElement1(StreamRecord<Judgement> element) {
    evaluation.accept(element.getValue());
  }

  @Override
  public void processElement2(StreamRecord<Control> element) {
    if (Order.find(element.getValue()) instanceof Order.Forget forget) {
      evaluation.forget(forget.key());
      setCurrentKey(forget.key());
      labels.clear();
    }
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    evaluation.advance(mark.getTimestamp(), this, this::emit);
    super.processWatermark(mark);
  }

  /** Orders have no event time. */
  @Override
  public void processWatermark2(Watermark mark) {}

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) {
    if (input == 0) {
      output.emitWatermarkStatus(status);
    }
  }

  @Override
  public int noChange(Judgement judgement) throws Exception {
    if (!ofClasses) {
      return -1;
    }
    setCurrentKey(judgement.key());
    return LastLabels.at(labels.value(), judgement.time());
  }

  @Override
  public void known(Judgement judgement) throws Exception {
    if (!ofClasses) {
      return;
    }
    long knownAt = judgement.knownAt();
    int label = (int) judgement.actual()[0];
    setCurrentKey(judgement.key());
    labels.update(LastLabels.add(labels.value(), knownAt, label, knownAt - delay));
    if (timeToLive < Long.MAX_VALUE) { // at most two timers a key: on multiples of the time
      long multiple = Math.floorDiv(knownAt, timeToLive) + 2;
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, multiple * timeToLive + 1);
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    long[] known = labels.value();
    if (known != null && timer.getTimestamp() - LastLabels.newest(known) > timeToLive) {
      labels.clear();
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no keyed timer of this operator runs by the clock");
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a timer that fails, fails the task
  private void schedule() {
    getProcessingTimeService()
        .registerTimer(
            getProcessingTimeService().getCurrentProcessingTime() + REPORT_EVERY_MS,
            now -> {
              tellSoFar();
              schedule();
            });
  }

  private void tellSoFar() {
    Report soFar = evaluation.soFar();
    if (soFar != null) {
      emit(soFar);
    }
  }

  private void emit(Report found) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    output.collect(new StreamRecord<>(report.of(found, now), now));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    saved.update(List.of(evaluation.state()));
  }

  @Override
  public void finish() throws Exception {
    tellSoFar();
    super.finish();
  }
}

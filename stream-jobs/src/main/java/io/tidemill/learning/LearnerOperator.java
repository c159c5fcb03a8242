package io.tidemill.learning;

import io.tidemill.kafka.InService;
import io.tidemill.kafka.ModelChunks;
import io.tidemill.kafka.PublishedModel;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.snapshot.ModelSnapshot;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one {@link OnlineLearner} at parallelism 1: learns when the watermark moves, or on arrival,
 * obeys orders (input 2) between two steps, proposes a version when one is due by the clock,
 * reports once a second, and keeps the learner in its state.
 */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState() first
public final class LearnerOperator extends AbstractStreamOperator<ModelChunk>
    implements TwoInputStreamOperator<TrainingSequence, Control, ModelChunk> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(LearnerOperator.class);
  private static final long REPORT_EVERY_MS = 1000;

  private final Pipeline pipeline;
  private final InService inService;
  private final OutputTag<ModelMetrics> metricsTag;
  private final Duration warmUp;
  private final LearnerOrders orders;

  private transient OnlineLearner learner;
  private transient ListState<byte[]> saved;
  private transient long nextVersion;
  private transient long nextReport;
  private transient LearnerReport report;

  /**
   * @param inService what was in service when the job was submitted; without a state to restore the
   *     learner goes on from there, with the next epoch
   * @param metricsTag where progress and verdicts go
   * @param warmUp how long the trainer runs before the first sequence, so that the JVM compiles it
   * @param orders how those of input 2 are obeyed
   */
  public LearnerOperator(
      Pipeline pipeline,
      InService inService,
      OutputTag<ModelMetrics> metricsTag,
      Duration warmUp,
      LearnerOrders orders) {
    this.pipeline = pipeline;
    this.inService = inService;
    this.metricsTag = metricsTag;
    this.warmUp = warmUp;
    this.orders = orders;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    ModelSnapshot serving = inService.snapshotOf(pipeline.model());
    learner =
        new OnlineLearner(
            pipeline.model(), pipeline.learn(), inService.nextEpoch(), serving, "tidemill learner");
    saved =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("learner", BytePrimitiveArraySerializer.INSTANCE));
    for (byte[] state : saved.get()) {
      if (!learner.restore(state)) {
        LOG.warn(
            "The model of {} has changed: learning begins anew, with epoch {}.",
            pipeline.name(),
            learner.progress().epoch());
      }
    }
    saved.clear();
    learner.overtake(inService.epoch(), serving);
    report = new LearnerReport(pipeline.name(), learner.progress());
  }

  @Override
  public void open() throws Exception {
    super.open();
    learner.warmUp(warmUp);
    long now = getProcessingTimeService().getCurrentProcessingTime();
    nextVersion = now + pipeline.learn().publishEvery().toMillis();
    nextReport = now + REPORT_EVERY_MS;
    schedule();
  }

  @Override
  public void processElement1(StreamRecord<TrainingSequence> element) {
    learner.accept(element.getValue());
    learn(); // what is learned on arrival
  }

  @Override
  public void processElement2(StreamRecord<Control> element) throws Exception {
    orders.obey(element.getValue(), learner);
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    learner.advance(mark.getTimestamp());
    learn();
    super.processWatermark(mark); // orders have no event time
  }

  private void learn() {
    while (learner.step()) {
      attend(getProcessingTimeService().getCurrentProcessingTime());
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    saved.update(List.of(learner.state()));
  }

  @Override
  public void finish() throws Exception {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    learner.stepOverRest();
    attend(now);
    learner.conclude().ifPresent(verdict -> announce(verdict, now));
    learner.propose(now);
    learner.conclude().ifPresent(verdict -> announce(verdict, now));
    report(now);
    super.finish();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a timer that fails, fails the task
  private void schedule() {
    getProcessingTimeService()
        .registerTimer(
            Math.min(nextVersion, nextReport),
            now -> {
              attend(now);
              schedule();
            });
  }

  /** Does between two steps what is due by the clock. */
  private void attend(long now) {
    for (DriftEvent drift = learner.drift(); drift != null; drift = learner.drift()) {
      emit(report.of(drift, learner.progress(), now), now);
    }
    if (now >= nextVersion) {
      nextVersion = now + pipeline.learn().publishEvery().toMillis();
      learner.conclude().ifPresent(verdict -> announce(verdict, now));
      learner.propose(now);
    }
    learner.verdict().ifPresent(verdict -> announce(verdict, now));
    if (now >= nextReport) {
      nextReport = now + REPORT_EVERY_MS;
      report(now);
    }
  }

  private void announce(Verdict verdict, long now) {
    ModelSnapshot candidate = verdict.candidate();
    if (verdict.accepted()) {
      for (ModelChunk chunk : ModelChunks.split(PublishedModel.of(candidate, now))) {
        output.collect(new StreamRecord<>(chunk, now));
      }
    }
    emit(report.of(verdict, learner.progress(), now), now);
  }

  private void report(long now) {
    report.of(learner.progress(), now).forEach(message -> emit(message, now));
  }

  private void emit(ModelMetrics message, long now) {
    output.collect(metricsTag, new StreamRecord<>(message, now));
  }
}

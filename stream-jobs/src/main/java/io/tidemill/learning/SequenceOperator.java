package io.tidemill.learning;

import io.tidemill.control.Order;
import io.tidemill.job.KeyOwnership;
import io.tidemill.pipeline.Learn;
import io.tidemill.prequential.Pairing;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.snapshot.Fingerprint;
import io.tidemill.snapshot.ModelSpec;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
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
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of a key until the watermark has passed them, or takes them on arrival, and hands
 * them to the {@link SequenceAssembler}; in keyed state: rows waiting, and the key's history.
 *
 * <p>Orders (input 2, broadcast) to forget a key clear both; rows of the key up to the time that
 * the order says are passed over from then on.
 *
 * <p>What a row makes known of answers that were given goes to a side output; where labels come by
 * a topic of their own, the answer goes on with its sequence instead.
 *
 * <p>Rows that cannot be learned from are counted and reported at most once a second.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open() first
public final class SequenceOperator extends AbstractStreamOperator<TrainingSequence>
    implements TwoInputStreamOperator<ServedRow, Control, TrainingSequence>,
        Triggerable<String, VoidNamespace>,
        SequenceAssembler.Listener {
  private static final long serialVersionUID = 1L;

  private final ModelSpec model;
  private final boolean labelsApart;
  private final SequenceAssembler assembler;
  private final boolean onArrival;
  private final OutputTag<ModelMetrics> metricsTag;
  private final long fingerprint;

  private transient InternalTimerService<VoidNamespace> timers;
  private transient ListState<ServedRow> waiting;
  private transient ValueState<KeyHistory> histories;
  private transient ValueState<Long> forgotten; // event time, ms, up to which rows are passed over
  private transient IgnoredReport<Ignored> report;
  private transient @Nullable PairedRows answers;
  private transient @Nullable ServedRow row; // at hand

  /** Why rows are not learned from; dropped: without a value that they must have. */
  private enum Ignored {
    LATE,
    REPEATED,
    FOREIGN,
    DROPPED,
    FORGOTTEN
  }

  /**
   * @param labelsApart whether labels come by a topic of their own
   * @param order in which outcomes are learned
   * @param metricsTag where reports go
   */
  public SequenceOperator(
      ModelSpec model,
      boolean labelsApart,
      SequenceAssembler assembler,
      Learn.Order order,
      OutputTag<ModelMetrics> metricsTag) {
    this.model = model;
    this.labelsApart = labelsApart;
    this.assembler = assembler;
    this.onArrival = order == Learn.Order.ARRIVAL;
    this.metricsTag = metricsTag;
    this.fingerprint = model.features().fingerprint();
  }

  @Override
  public void open() throws Exception {
    super.open();
    report =
        new IgnoredReport<>(
            model.name(),
            Ignored.class,
            "rows not learned from so far: %d late, %d repeated, %d of another feature schema than "
                + Fingerprint.hex(fingerprint)
                + ", %d without a value they must have, %d of keys that were to be forgotten",
            this,
            output,
            metricsTag);
    timers = getInternalTimerService("rows", VoidNamespaceSerializer.INSTANCE, this);
    waiting =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("waiting", new FlatTypeSerializer.OfRow()));
    histories =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("history", new FlatTypeSerializer.OfHistory()));
    forgotten =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("forgotten", LongSerializer.INSTANCE));
    Pairing pairing = labelsApart ? null : Pairing.of(model);
    answers = pairing == null ? null : new PairedRows(pairing, getRuntimeContext(), output);
  }

  @Override
  public void processElement1(StreamRecord<ServedRow> element) throws Exception {
    ServedRow row = element.getValue();
    Long until = forgotten.value();
    if (until != null && row.time() <= until) {
      report.count(Ignored.FORGOTTEN);
      return;
    }
    if (row.schema() != fingerprint || row.observed().length != assembler.width()) {
      report.count(Ignored.FOREIGN);
    } else if (!onArrival && (row.late() || row.time() <= timers.currentWatermark())) {
      report.count(Ignored.LATE);
    } else if (model.features().dropped(row.observed(), 0)) {
      report.count(Ignored.DROPPED);
    } else if (onArrival) {
      assemble(List.of(row), Long.MAX_VALUE); // one older than its key's newest is late
    } else {
      waiting.add(row);
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, row.time());
    }
  }

  /** An order of input 2, which every subtask is given; that of the key obeys. */
  @Override
  public void processElement2(StreamRecord<Control> element) throws Exception {
    // What is no order the version keeper, which is given the same, counts, and says why.
    if (Order.find(element.getValue()) instanceof Order.Forget forget
        && KeyOwnership.holds(getRuntimeContext().getTaskInfo(), forget.key())) {
      setCurrentKey(forget.key());
      waiting.clear();
      clear();
      if (forget.until() > timers.currentWatermark()) {
        forgotten.update(forget.until());
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, forget.until());
      }
    }
  }

  @Override
  public void processWatermark1(Watermark watermark) throws Exception {
    super.processWatermark(watermark);
  }

  /** Orders have no event time. */
  @Override
  public void processWatermark2(Watermark watermark) {}

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) {
    if (input == 0) {
      output.emitWatermarkStatus(status);
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    Iterable<ServedRow> rows = waiting.get();
    Long until = forgotten.value();
    if (until != null && until <= timer.getTimestamp()) {
      forgotten.clear();
    }
    if (rows == null || !rows.iterator().hasNext()) {
      KeyHistory history = histories.value();
      if (history != null && assembler.expired(history, timer.getTimestamp())) {
        clear();
      }
      return;
    }
    waiting.update(assemble(rows, timers.currentWatermark()));
  }

  /** Hands over the rows of the key up to a watermark; returns the others. */
  private List<ServedRow> assemble(Iterable<ServedRow> rows, long watermark) throws Exception {
    KeyHistory history = histories.value();
    if (history == null || !history.fits(assembler.width(), assembler.span())) {
      history = assembler.history();
    }
    if (answers != null) {
      answers.load();
    }
    SequenceAssembler.Outcome outcome = assembler.assemble(rows, watermark, history, this);
    histories.update(history);
    if (answers != null) {
      answers.store();
    }
    scheduleForgetting(history.lastTime());
    report.count(Ignored.LATE, outcome.late());
    report.count(Ignored.REPEATED, outcome.repeated());
    return outcome.waiting();
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no keyed timer of this operator runs by the clock");
  }

  @Override
  public void finish() throws Exception {
    report.finish();
    super.finish();
  }

  @Override
  public void row(ServedRow next, boolean first) {
    row = next;
    if (answers != null) {
      answers.add(next, first);
    }
  }

  @Override
  public void sequence(TrainingSequence sequence) {
    TrainingSequence whole = labelsApart && row != null ? sequence.with(row.answer()) : sequence;
    output.collect(new StreamRecord<>(whole, whole.time()));
  }

  private void clear() {
    histories.clear();
    if (answers != null) {
      answers.clear();
    }
  }

  /** At most two timers a key: they fall on multiples of the time to live. */
  private void scheduleForgetting(long lastTime) {
    long timeToLive = assembler.timeToLive();
    if (timeToLive < Long.MAX_VALUE) {
      long multiple = Math.floorDiv(lastTime, timeToLive) + 2;
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, multiple * timeToLive + 1);
    }
  }
}

package io.tidemill.learning;

import io.tidemill.kafka.Event;
import io.tidemill.prequential.Judgement;
import io.tidemill.prequential.Pairing;
import io.tidemill.schema.message.ModelMetrics;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Lets training sequences (input 1) and the labels of their newest events (input 2) wait for each
 * other, keyed by what they have in common, for a stated event time and at most so many of them.
 *
 * <p>A sequence is given on when its label is known, at the later of the two times: so what is
 * learned when is a function of the records. A label that says the same again is ignored; one that
 * says something else corrects: the sequence is given on once more. What waited in vain is counted,
 * and so is what was not waited for; a label behind the watermark is learned as soon as may be.
 *
 * <p>The answer to an event is judged by the first of its labels, on a side output.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open() first
public final class LabelOperator extends AbstractStreamOperator<TrainingSequence>
    implements TwoInputStreamOperator<TrainingSequence, Event, TrainingSequence>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1L;

  // Of a label in state.
  private static final int CLASS = 0;
  private static final int TIME = 1;
  private static final int INGESTED_AT = 2;

  private final String name;
  private final LabelJoin join;
  private final long waitMs;
  private final int most;
  private final OutputTag<ModelMetrics> metricsTag;

  private transient InternalTimerService<VoidNamespace> timers;
  private transient ValueState<TrainingSequence> sequences;
  private transient ValueState<long[]> labels;
  private transient IgnoredReport<Ignored> report;
  private transient long waiting;

  /** What became of events and labels that did not simply meet. */
  private enum Ignored {
    UNLABELLED,
    UNMATCHED,
    REPEATED,
    CORRECTED,
    LATE,
    CLASSLESS,
    REFUSED
  }

  /**
   * @param name of the model, for reports
   * @param column observed column of the label
   * @param wait in event time
   * @param most that wait in a subtask
   * @param metricsTag where reports go
   */
  public LabelOperator(
      String name, int column, Duration wait, int most, OutputTag<ModelMetrics> metricsTag) {
    this.name = name;
    this.join = new LabelJoin(column);
    this.waitMs = wait.toMillis();
    this.most = most;
    this.metricsTag = metricsTag;
  }

  @Override
  public void open() throws Exception {
    super.open();
    report =
        new IgnoredReport<>(
            name,
            Ignored.class,
            "labels so far: %d events had none in time, %d found no event, %d came again, %d"
                + " corrected another, %d came late and were learned late, %d had no class, %d"
                + " events or labels were not waited for, as "
                + most
                + " waited already",
            this,
            output,
            metricsTag);
    timers = getInternalTimerService("wait", VoidNamespaceSerializer.INSTANCE, this);
    sequences =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("sequence", new FlatTypeSerializer.OfSequence()));
    labels =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("label", LongPrimitiveArraySerializer.INSTANCE));
    waiting = restored();
  }

  private long restored() throws Exception {
    try (Stream<String> known =
            this.<String>getKeyedStateBackend().getKeys("sequence", VoidNamespace.INSTANCE);
        Stream<String> said =
            this.<String>getKeyedStateBackend().getKeys("label", VoidNamespace.INSTANCE)) {
      return Stream.concat(known, said).distinct().count();
    }
  }

  @Override
  public void processElement1(StreamRecord<TrainingSequence> element) throws Exception {
    TrainingSequence sequence = element.getValue();
    long[] label = labels.value();
    if (sequences.value() != null) {
      report.count(Ignored.REPEATED);
      return;
    }
    if (label != null || hasRoom()) {
      sequences.update(sequence);
      waitUntil(sequence.time());
    }
    if (label != null) {
      give(sequence, label, true);
    } else if (join.isLabelled(sequence)) {
      output.collect(new StreamRecord<>(sequence.with(null), sequence.time()));
      judge(sequence, join.label(sequence), sequence.time());
    }
  }

  @Override
  public void processElement2(StreamRecord<Event> element) throws Exception {
    Event event = element.getValue();
    double value = event.numbers[0];
    if (Double.isNaN(value)) {
      report.count(Ignored.CLASSLESS);
      return;
    }
    long[] before = labels.value();
    if (before != null && before[CLASS] == (long) value) {
      report.count(Ignored.REPEATED);
      return;
    }
    TrainingSequence sequence = sequences.value();
    if (before == null && sequence == null && !hasRoom()) {
      return;
    }
    if (before != null) {
      report.count(Ignored.CORRECTED);
    }
    long[] label = {(long) value, event.time, event.ingestedAt};
    labels.update(label);
    waitUntil(event.time);
    if (sequence != null) {
      give(sequence, label, before == null && !join.isLabelled(sequence));
    }
  }

  /** Whether one more may wait; counts it if so. */
  private boolean hasRoom() {
    if (waiting < most) {
      waiting++;
      return true;
    }
    report.count(Ignored.REFUSED);
    return false;
  }

  /** Gives a sequence on with its label; {@code first}: its answer has not been judged yet. */
  private void give(TrainingSequence sequence, long[] label, boolean first) {
    long time = label[TIME];
    long watermark = timers.currentWatermark();
    if (Math.max(time, sequence.time()) <= watermark) {
      report.count(Ignored.LATE);
      time = watermark == Long.MAX_VALUE ? watermark : watermark + 1;
    }
    TrainingSequence known = join.join(sequence, (int) label[CLASS], time, label[INGESTED_AT]);
    output.collect(new StreamRecord<>(known, known.time()));
    if (first) {
      judge(sequence, (int) label[CLASS], known.time());
    }
  }

  private void judge(TrainingSequence sequence, int label, long knownAt) {
    if (sequence.answer() != null) {
      Judgement judgement =
          Pairing.OfClasses.labelled(
              new Pairing.Named(sequence.key(), sequence.id(), sequence.time()),
              sequence.answer(),
              label,
              knownAt);
      output.collect(PairedRows.JUDGEMENTS, new StreamRecord<>(judgement, knownAt));
    }
  }

  private void waitUntil(long time) {
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, expiry(time));
  }

  private long expiry(long time) {
    return time > Long.MAX_VALUE - waitMs ? Long.MAX_VALUE : time + waitMs;
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    TrainingSequence sequence = sequences.value();
    long @Nullable [] label = labels.value();
    long newest = Long.MIN_VALUE;
    newest = sequence == null ? newest : Math.max(newest, sequence.time());
    newest = label == null ? newest : Math.max(newest, label[TIME]);
    if (newest == Long.MIN_VALUE || expiry(newest) > timer.getTimestamp()) {
      return; // gone already, or something newer waits
    }
    sequences.clear();
    labels.clear();
    waiting--;
    boolean inVain = sequence == null || (label == null && !join.isLabelled(sequence));
    if (inVain) {
      report.count(sequence == null ? Ignored.UNMATCHED : Ignored.UNLABELLED);
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("nothing waits by the clock");
  }

  @Override
  public void finish() throws Exception {
    report.finish();
    super.finish();
  }
}

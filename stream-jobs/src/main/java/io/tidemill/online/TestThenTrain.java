package io.tidemill.online;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.kafka.Event;
import io.tidemill.learning.DriftEvent;
import io.tidemill.learning.OnlineLearner;
import io.tidemill.learning.SequenceAssembler;
import io.tidemill.learning.SequenceShape;
import io.tidemill.learning.ServedRow;
import io.tidemill.math.Matrix;
import io.tidemill.pipeline.Learn;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers the events of a stream in order and learns from each as soon as event time has passed it,
 * before anything later is answered (Dawid 1984; Gama, Sebastião and Rodrigues 2013). Features,
 * network and learner are those of the jobs; every step of the learner is in service at once, and
 * no gate is asked.
 *
 * <p>Events of one time are answered by the same weights. One that is older than its key's newest
 * is answered from copies of what is remembered and is not learned.
 *
 * <p>Confined to one thread.
 */
final class TestThenTrain implements OnePass {
  private static final int ROWS = 256;

  private final ModelSpec spec;
  private final FeatureSchema schema;
  private final SequenceAssembler assembler;
  private final OnlineLearner learner;
  private final Predictor predictor;
  private final Reading reading;
  private final Audience audience;

  private final Map<String, KeyState> keys = new HashMap<>();
  private final Event[] events = new Event[ROWS];
  private final KeyState[] states = new KeyState[ROWS];
  private final double[] unexpected;
  private final double[] observed; // [ROWS, observedWidth]
  private final Matrix x;
  private final Matrix memory;
  private final Matrix y;
  private final double[] aside;
  private final List<DriftEvent> drifts = new ArrayList<>();

  private ModelSnapshot model;
  private int rows;
  private long newest = Long.MIN_VALUE;
  private long outOfOrder;
  private long dropped;

  /**
   * Nothing answered or learned yet.
   *
   * @param audience hears of every answer before it is learned from
   */
  TestThenTrain(ModelSpec spec, Learn learn, Audience audience) {
    this.spec = spec;
    this.schema = spec.features();
    this.reading = Reading.of(spec);
    this.audience = audience;
    SequenceShape shape = SequenceShape.of(learn, spec);
    assembler =
        new SequenceAssembler(schema.observedWidth(), shape.rows(), shape.lead(), Long.MAX_VALUE);
    learner = new OnlineLearner(spec, learn, 1, null, "tidemill evaluate");
    predictor = new Predictor(spec.network(), ROWS);
    model = learner.snapshot(0);
    predictor.load(model.servedWeights());
    unexpected = new double[schema.numbersWidth()];
    Arrays.fill(unexpected, Double.NaN);
    observed = new double[ROWS * schema.observedWidth()];
    x = new Matrix(ROWS, schema.inputWidth());
    memory = new Matrix(ROWS, spec.network().stateSize());
    y = new Matrix(ROWS, spec.network().outputSize());
    aside = new double[schema.stateSize()];
  }

  @Override
  public void accept(Event event) {
    KeyState key =
        keys.computeIfAbsent(event.key, name -> new KeyState(keys.size(), spec, assembler));
    if (event.time > newest) {
      answer();
      learn();
      newest = event.time;
    } else if (rows == ROWS || Arrays.asList(states).subList(0, rows).contains(key)) {
      answer();
    }
    events[rows] = event;
    states[rows++] = key;
  }

  @Override
  public void finish() {
    answer();
    learn();
    learner.stepOverRest();
    note();
  }

  private void note() {
    for (DriftEvent drift = learner.drift(); drift != null; drift = learner.drift()) {
      drifts.add(drift);
    }
  }

  private void answer() {
    int width = schema.observedWidth();
    x.resize(rows);
    memory.resize(rows);
    y.resize(rows);
    for (int i = 0; i < rows; i++) {
      KeyState key = states[i];
      double[] state = key.features;
      if (events[i].time < key.lastTime) {
        System.arraycopy(state, 0, aside, 0, aside.length);
        state = aside;
      }
      schema.observe(events[i].numbers, events[i].time, unexpected, state, 0, observed, i * width);
      schema.input(observed, i * width, model.scaling(), x.data(), x.offset(i));
      System.arraycopy(key.memory, 0, memory.data(), memory.offset(i), key.memory.length);
    }
    if (rows > 0) {
      predictor.step(x, memory, y);
    }
    for (int i = 0; i < rows; i++) {
      answered(i);
    }
    rows = 0;
  }

  private void answered(int i) {
    Event event = events[i];
    KeyState key = states[i];
    int at = i * schema.observedWidth();
    if (schema.dropped(observed, at)) {
      dropped++;
      audience.dropped(event);
      return;
    }
    boolean late = event.time < key.lastTime;
    audience.answered(
        new Answer(
            event,
            key.index,
            key.rows,
            late,
            reading.said(observed, at, model.scaling(), y, i),
            reading.actual(observed, at),
            reading.last(observed, at)));
    if (late) {
      outOfOrder++;
      return;
    }
    System.arraycopy(memory.data(), memory.offset(i), key.memory, 0, key.memory.length);
    key.lastTime = event.time;
    key.rows++;
    assembler.assemble(List.of(served(event, at)), event.time, key.history, learner::accept);
  }

  private ServedRow served(Event event, int at) {
    return new ServedRow(
        event.key,
        event.eventId(),
        event.time,
        event.ingestedAt,
        0,
        false,
        Arrays.copyOfRange(observed, at, at + schema.observedWidth()));
  }

  private void learn() {
    if (newest == Long.MIN_VALUE) {
      return;
    }
    long steps = learner.progress().steps();
    learner.advance(newest);
    while (learner.step()) {}
    note();
    if (learner.progress().steps() > steps) {
      model = learner.snapshot(0);
      predictor.load(model.servedWeights());
    }
  }

  @Override
  public long outOfOrder() {
    return outOfOrder;
  }

  @Override
  public long dropped() {
    return dropped;
  }

  @Override
  public long steps() {
    return learner.progress().steps();
  }

  @Override
  public List<DriftEvent> drifts() {
    return drifts;
  }
}

package io.tidemill.inference;

import io.tidemill.alert.Detector;
import io.tidemill.alert.Incidents;
import io.tidemill.anomaly.StuckScorer;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.inference.EntityLayout.Part;
import io.tidemill.kafka.Event;
import io.tidemill.math.Matrix;
import io.tidemill.network.PackedWeights;
import io.tidemill.pipeline.Alerts;
import io.tidemill.pipeline.MaxAge;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Evidence;
import io.tidemill.schema.message.ModelReference;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.Fingerprint;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers bundles: features, memory, network, evidence and incidents of every key, wherever the
 * events come from and the states are kept.
 *
 * <p>An event in order advances its key. One that is older than the key's newest, or not later than
 * the watermark, is answered from copies that are dropped. An event that a feature drops is
 * observed and remembered, but is no step of the network: pending forecasts wait for the next one.
 * The first event after a silence that was too long is answered, but its residual is not judged:
 * what was forecast before the silence has lapsed. How events are bundled does not change one bit
 * of the answers to a key.
 *
 * <p>Confined to one thread. Allocates the messages of alerts, and nothing else.
 */
final class EntityScorer {
  static final String NO_MODEL = "no model yet";
  static final String DROPPED = "a reading is missing whose feature drops the event";

  private final FeatureSchema features;
  private final TaskAnswers task;
  private final @Nullable Detector residual;
  private final @Nullable Detector stuck;
  private final long silentAfter; // ms; Long.MAX_VALUE: silence is no evidence
  private final Incidents incidents;
  final EntityLayout layout;
  private final AnswerAge age;
  private final long fingerprint;
  private final int stateSize;

  private final Matrix x; // [rows, inputWidth]
  private final Matrix memory; // [rows, stateSize]
  private final Matrix y; // [rows, outputSize]
  private final Predictor predictor;
  private final int[] bundleRow; // [rows of x]
  private final double[] expected; // [fields], NaN: no forecast
  private final double[] unexpected; // [fields], NaN throughout
  private final double[] aside; // the features' part of a copied state

  private @Nullable ModelSnapshot model;
  private @Nullable ModelReference reference;
  private long resets;

  /**
   * A scorer that has no model yet.
   *
   * @param maxAge of what a model has learned; null: any
   * @param rows of a bundle, at most
   */
  EntityScorer(ModelSpec spec, Alerts alerts, @Nullable MaxAge maxAge, int rows) {
    features = spec.features();
    task = TaskAnswers.of(spec);
    age = new AnswerAge(maxAge, task.width());
    residual =
        alerts.residual() == null
            ? null
            : new Detector(
                Evidence.RESIDUAL, alerts.residual(), alerts.threshold(), task.readings());
    stuck =
        alerts.stuck() == null
            ? null
            : new Detector(
                Evidence.STUCK,
                new StuckScorer(features.fields().size()),
                alerts.stuck(),
                features.fields());
    silentAfter = alerts.silentAfter() == null ? Long.MAX_VALUE : alerts.silentAfter().toMillis();
    incidents = new Incidents(spec.name(), alerts.incident());
    layout = layout();
    fingerprint = spec.fingerprint();
    stateSize = spec.network().stateSize();
    x = new Matrix(rows, features.inputWidth());
    memory = new Matrix(rows, stateSize);
    y = new Matrix(rows, spec.network().outputSize());
    predictor = new Predictor(spec.network(), rows);
    bundleRow = new int[rows];
    expected = new double[features.numbersWidth()];
    unexpected = new double[features.numbersWidth()];
    Arrays.fill(expected, Double.NaN);
    Arrays.fill(unexpected, Double.NaN);
    aside = new double[features.stateSize()];
  }

  private EntityLayout layout() {
    return EntityLayout.of(
        new Part(features.canonicalText(), features.stateSize()),
        task.part(),
        residual == null ? new Part("", 0) : new Part(residual.layout(), residual.stateSize()),
        stuck == null ? new Part("", 0) : new Part(stuck.layout(), stuck.stateSize()),
        new Part("silent", 1),
        new Part("incident", incidents.policy().stateSize()),
        age.part());
  }

  /** Room for the answers to a bundle. */
  Answers newAnswers() {
    return new Answers(
        x.capacity(), features.observedWidth(), Fingerprint.hex(features.fingerprint()), task);
  }

  /** The state of a key that nothing is known of. */
  EntityState newState() {
    return new EntityState(
        fingerprint,
        layout.fingerprint(),
        EntityState.NEVER,
        EntityState.NO_TIMER,
        new float[stateSize],
        new double[layout.size()]);
  }

  /** Lets the JVM compile what answers, before there is something to answer. */
  void warmUp(Duration limit) {
    predictor.warmUp(limit);
  }

  /**
   * Answers with this model from now on; its spec must have the fingerprint of the scorer's.
   *
   * @param weights of the snapshot, packed to be served
   */
  void serve(ModelSnapshot snapshot, PackedWeights weights) {
    predictor.load(weights);
    model = snapshot;
    reference = ModelInService.reference(snapshot);
    age.serve(snapshot);
  }

  /** The model in service as messages name it; null: none yet. */
  @Nullable ModelReference reference() {
    return reference;
  }

  /** Memories that were reset because they belonged to another network. */
  long resets() {
    return resets;
  }

  /** Answers the events of a bundle, and advances the states of its keys. */
  void answer(Bundle bundle, long watermark, Answers answers) {
    answers.clear();
    for (int slot = 0; slot < bundle.slots(); slot++) {
      adopt(bundle.state(slot));
    }
    for (int rows = bundle.firstWave(); rows > 0; rows = bundle.nextWave()) {
      int inputs = 0;
      for (int i = 0; i < rows; i++) {
        int row = bundle.waveRow(i);
        observe(bundle, row, watermark, answers);
        if (model != null && answers.unscored[row] == null) {
          pack(bundle, row, inputs++, answers, model);
        }
      }
      if (model != null && inputs > 0) {
        x.resize(inputs);
        predictor.step(x, memory.resize(inputs), y.resize(inputs));
        for (int i = 0; i < inputs; i++) {
          unpack(bundle, i, answers, model);
          int row = bundleRow[i];
          double[] statistics = bundle.state(bundle.slot(row)).statistics;
          age.check(bundle.event(row).time, row, answers, statistics, layout.held());
        }
      }
    }
  }

  /** Makes a state of another network, or of another layout, one of this scorer's. */
  private void adopt(EntityState state) {
    if (state.layout != layout.fingerprint()) {
      state.layout = layout.fingerprint();
      state.statistics = new double[layout.size()];
    }
    if (state.fingerprint != fingerprint) {
      state.fingerprint = fingerprint;
      state.memory = new float[stateSize];
      task.forget(state.statistics, layout.task());
      resets++;
    }
  }

  private void observe(Bundle bundle, int row, long watermark, Answers answers) {
    Event event = bundle.event(row);
    EntityState state = bundle.state(bundle.slot(row));
    int at = row * features.observedWidth();
    answers.late[row] = event.time <= watermark;
    answers.outOfOrder[row] = event.time < state.lastTime;
    answers.scores[row] = Double.NaN;
    answers.stale[row] = false;
    answers.grades[row] = residual == null ? Double.NaN : 0;
    boolean advances = answers.advances(row);
    if (advances) {
      arrive(event, row, state, answers);
      task.expect(state.statistics, layout.task(), expected);
      features.observe(
          event.numbers,
          event.time,
          expected,
          state.statistics,
          layout.features(),
          answers.observed,
          at);
    } else {
      System.arraycopy(state.statistics, layout.features(), aside, 0, aside.length);
      features.observe(event.numbers, event.time, unexpected, aside, 0, answers.observed, at);
    }
    boolean dropped = features.dropped(answers.observed, at);
    answers.unscored[row] = model == null ? NO_MODEL : dropped ? DROPPED : null;
    if (advances) {
      if (!dropped && task.foretells()) {
        judgeResidual(event, row, state, answers);
      }
      judgeStuck(event, row, state, answers);
      if (model == null && !dropped) {
        task.skip(state.statistics, layout.task());
      }
    }
  }

  /** The key reports: its silence, or an incident that was quiet for long enough, is over. */
  private void arrive(Event event, int row, EntityState state, Answers answers) {
    double[] statistics = state.statistics;
    if (state.lastTime != EntityState.NEVER && event.time - state.lastTime > silentAfter) {
      task.forget(statistics, layout.task());
    }
    if (statistics[layout.silent()] != 0) {
      statistics[layout.silent()] = 0;
      incidents.extend(event.time, statistics, layout.incident());
    } else {
      Alert closed =
          incidents.close(event.key, event.time, reference, statistics, layout.incident());
      if (closed != null) {
        answers.add(row, closed);
      }
    }
    state.lastTime = event.time;
  }

  private void judgeResidual(Event event, int row, EntityState state, Answers answers) {
    if (residual == null) {
      return;
    }
    task.read(
        answers.observed,
        row * features.observedWidth(),
        expected,
        answers.values,
        row * task.width(),
        residual);
    judge(residual, layout.residual(), event, row, state, answers);
    answers.scores[row] = residual.score();
  }

  private void judgeStuck(Event event, int row, EntityState state, Answers answers) {
    if (stuck == null) {
      return;
    }
    for (int field = 0; field < event.numbers.length; field++) {
      stuck.reading(field, event.numbers[field], Double.NaN);
    }
    judge(stuck, layout.stuck(), event, row, state, answers);
  }

  private void judge(
      Detector detector, int offset, Event event, int row, EntityState state, Answers answers) {
    detector.judge(event.time, state.statistics, offset);
    answers.grades[row] = Math.max(answers.grades[row], detector.grade());
    if (detector.grade() > 0) {
      answers.add(
          row,
          incidents.raise(
              detector,
              event.key,
              event.eventId(),
              event.time,
              event.ingestedAt,
              reference,
              state.statistics,
              layout.incident()));
    }
  }

  private void pack(Bundle bundle, int row, int input, Answers answers, ModelSnapshot model) {
    bundleRow[input] = row;
    features.input(
        answers.observed,
        row * features.observedWidth(),
        model.scaling(),
        x.data(),
        x.offset(input));
    float[] remembered = bundle.state(bundle.slot(row)).memory;
    System.arraycopy(remembered, 0, memory.data(), memory.offset(input), stateSize);
  }

  private void unpack(Bundle bundle, int input, Answers answers, ModelSnapshot model) {
    int row = bundleRow[input];
    int from = row * task.width();
    task.write(
        answers.observed,
        row * features.observedWidth(),
        model.scaling(),
        x,
        y,
        input,
        answers.values,
        from);
    if (residual == null) {
      answers.scores[row] = task.score(answers.values, from);
    }
    if (answers.advances(row)) {
      EntityState state = bundle.state(bundle.slot(row));
      System.arraycopy(memory.data(), memory.offset(input), state.memory, 0, stateSize);
      task.remember(answers.values, from, state.statistics, layout.task());
      if (!task.foretells()) {
        judgeResidual(bundle.event(row), row, state, answers);
      }
    }
  }

  /** Event time at which the key is to be looked at again; {@link EntityState#NO_TIMER}: never. */
  long due(EntityState state) {
    return Math.min(silenceDue(state), closingDue(state));
  }

  private long silenceDue(EntityState state) {
    boolean waits =
        silentAfter != Long.MAX_VALUE
            && state.lastTime != EntityState.NEVER
            && state.statistics[layout.silent()] == 0;
    return waits ? state.lastTime + silentAfter : EntityState.NO_TIMER;
  }

  /** An incident is not over as long as its key is silent. */
  private long closingDue(EntityState state) {
    return state.statistics[layout.silent()] == 0
        ? incidents.deadline(state.statistics, layout.incident())
        : EntityState.NO_TIMER;
  }

  /** Event time has passed {@code time} for a key: it may be silent, and its incident over. */
  void pass(String key, EntityState state, long time, Consumer<Alert> alerts) {
    adopt(state);
    double[] statistics = state.statistics;
    long silence = silenceDue(state);
    long closing = closingDue(state);
    if (closing <= time && closing < silence) {
      Alert closed = incidents.close(key, time, reference, statistics, layout.incident());
      if (closed != null) {
        alerts.accept(closed);
      }
    }
    if (silence <= time) {
      statistics[layout.silent()] = 1;
      alerts.accept(
          incidents.silence(
              key, state.lastTime, silence, reference, statistics, layout.incident()));
    }
  }
}

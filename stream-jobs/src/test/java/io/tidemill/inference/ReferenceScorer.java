package io.tidemill.inference;

import io.tidemill.anomaly.StuckScorer;
import io.tidemill.anomaly.Threshold;
import io.tidemill.feature.BoundForecast;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.kafka.Event;
import io.tidemill.math.Matrix;
import io.tidemill.pipeline.Alerts;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers one event at a time, as plainly as it can be written: an array for everything that is
 * remembered, a list of all forecasts ever made. What {@link EntityScorer} must agree with.
 */
final class ReferenceScorer {

  /** One answer. */
  static final class Answer {
    final double[] observed;
    final double @Nullable [] outputs; // null: unscored
    final double score;
    final double grade;
    final boolean advanced;

    private Answer(
        double[] observed,
        double @Nullable [] outputs,
        double score,
        double grade,
        boolean advanced) {
      this.observed = observed;
      this.outputs = outputs;
      this.score = score;
      this.grade = grade;
      this.advanced = advanced;
    }
  }

  private static final class Key {
    long lastTime = Long.MIN_VALUE;
    double[] features;
    float[] memory;
    double[] residual;
    double[] residualThreshold;
    double[] stuck;
    double[] stuckThreshold;
    final List<double[]> forecasts = new ArrayList<>(); // of every step since they last lapsed

    Key(double[] features, float[] memory, double[][] detectors) {
      this.features = features;
      this.memory = memory;
      this.residual = detectors[0];
      this.residualThreshold = detectors[1];
      this.stuck = detectors[2];
      this.stuckThreshold = detectors[3];
    }
  }

  private final ModelSpec spec;
  private final FeatureSchema schema;
  private final BoundForecast forecast;
  private final int horizon;
  private final int horizons;
  private final Alerts alerts;
  private final StuckScorer stuckScorer;
  private final Predictor predictor;
  private final Map<String, Key> keys = new HashMap<>();
  private @Nullable ModelSnapshot model;
  private double lastThreshold;

  ReferenceScorer(ModelSpec spec, Alerts alerts) {
    this.spec = spec;
    this.alerts = alerts;
    schema = spec.features();
    Forecast task = (Forecast) spec.task();
    forecast = task.bind(schema);
    horizon = task.horizons().get(0);
    horizons = task.horizons().size();
    stuckScorer = new StuckScorer(schema.fields().size());
    predictor = new Predictor(spec.network(), 1);
  }

  void serve(ModelSnapshot snapshot) {
    predictor.load(snapshot.servedWeights());
    model = snapshot;
  }

  Answer answer(Event event, long watermark) {
    Key key = keys.computeIfAbsent(event.key, name -> newKey());
    boolean advances = event.time >= key.lastTime && event.time > watermark;
    double[] features = advances ? key.features : key.features.clone();
    float[] memory = advances ? key.memory : key.memory.clone();
    if (advances && key.lastTime != Long.MIN_VALUE && isSilence(event.time - key.lastTime)) {
      key.forecasts.clear();
    }

    double[] expected = new double[schema.fields().size()];
    Arrays.fill(expected, Double.NaN);
    int made = key.forecasts.size() - horizon;
    if (advances && made >= 0) {
      for (int target = 0; target < forecast.targets(); target++) {
        expected[forecast.field(target)] = key.forecasts.get(made)[target * horizons];
      }
    }
    double[] observed = new double[schema.observedWidth()];
    schema.observe(event.numbers, event.time, expected, features, 0, observed, 0);
    boolean dropped = schema.dropped(observed, 0);

    double score = Double.NaN;
    double grade = 0;
    if (advances) {
      key.lastTime = event.time;
      if (!dropped) {
        score = residual(event, key, observed, expected);
        grade = Threshold.grade(score, lastThreshold);
      }
      double surprise = stuck(event, key);
      grade = Math.max(grade, Threshold.grade(surprise, lastThreshold));
    }
    double[] outputs = null;
    if (model != null && !dropped) {
      outputs = predict(observed, memory, model);
    }
    if (advances && !dropped) {
      double[] nothing = new double[forecast.targets() * horizons];
      Arrays.fill(nothing, Double.NaN);
      key.forecasts.add(outputs == null ? nothing : outputs);
    }
    return new Answer(observed, outputs, score, grade, advances);
  }

  private double residual(Event event, Key key, double[] observed, double[] expected) {
    if (alerts.residual() == null) {
      lastThreshold = Double.NaN;
      return Double.NaN;
    }
    double[] readings = new double[forecast.targets()];
    double[] forecasts = new double[forecast.targets()];
    for (int target = 0; target < forecast.targets(); target++) {
      readings[target] = observed[forecast.valueColumn(target)];
      forecasts[target] = expected[forecast.field(target)];
    }
    double score =
        alerts.residual().score(readings, forecasts, key.residual, 0, new double[readings.length]);
    lastThreshold = alerts.threshold().threshold(key.residualThreshold, 0);
    alerts.threshold().update(score, event.time, key.residualThreshold, 0);
    return score;
  }

  private double stuck(Event event, Key key) {
    if (alerts.stuck() == null) {
      lastThreshold = Double.NaN;
      return Double.NaN;
    }
    double[] nothing = new double[event.numbers.length];
    Arrays.fill(nothing, Double.NaN);
    double surprise =
        stuckScorer.score(event.numbers, nothing, key.stuck, 0, new double[nothing.length]);
    lastThreshold = alerts.stuck().threshold(key.stuckThreshold, 0);
    alerts.stuck().update(surprise, event.time, key.stuckThreshold, 0);
    return surprise;
  }

  private double[] predict(double[] observed, float[] memory, ModelSnapshot model) {
    Matrix x = new Matrix(1, schema.inputWidth()).resize(1);
    Matrix state = new Matrix(1, memory.length).resize(1);
    Matrix y = new Matrix(1, spec.network().outputSize()).resize(1);
    schema.input(observed, 0, model.scaling(), x.data(), 0);
    System.arraycopy(memory, 0, state.data(), 0, memory.length);
    predictor.step(x, state, y);
    System.arraycopy(state.data(), 0, memory, 0, memory.length);
    double[] outputs = new double[y.columns()];
    forecast.values(observed, 0, model.scaling(), y.data(), 0, outputs, 0);
    return outputs;
  }

  private boolean isSilence(long gap) {
    return alerts.silentAfter() != null && gap > alerts.silentAfter().toMillis();
  }

  private Key newKey() {
    int residual = alerts.residual() == null ? 0 : alerts.residual().stateSize();
    int stuck = alerts.stuck() == null ? 0 : alerts.stuck().stateSize();
    return new Key(
        new double[schema.stateSize()],
        new float[spec.network().stateSize()],
        new double[][] {
          new double[residual],
          new double[alerts.threshold().stateSize()],
          new double[stuckScorer.stateSize()],
          new double[stuck]
        });
  }
}

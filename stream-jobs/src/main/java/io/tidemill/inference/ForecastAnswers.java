package io.tidemill.inference;

import io.tidemill.alert.Detector;
import io.tidemill.feature.BoundForecast;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.inference.EntityLayout.Part;
import io.tidemill.math.Matrix;
import io.tidemill.schema.message.Output;
import io.tidemill.schema.message.Prediction;
import java.util.ArrayList;
import java.util.List;

/** Numbers that are still to come; those of the nearest horizon are compared with what comes. */
final class ForecastAnswers implements TaskAnswers {
  private final BoundForecast forecast;
  private final List<String> targets;
  private final List<Integer> horizons;
  private final PendingForecasts pending;

  ForecastAnswers(BoundForecast forecast) {
    this.forecast = forecast;
    targets = forecast.forecast().targets();
    horizons = forecast.forecast().horizons();
    pending = new PendingForecasts(targets.size(), horizons.get(0));
  }

  @Override
  public Part part() {
    return new Part(targets + " " + pending, pending.stateSize());
  }

  @Override
  public int width() {
    return targets.size() * horizons.size();
  }

  @Override
  public List<String> readings() {
    return targets;
  }

  @Override
  public boolean foretells() {
    return true;
  }

  @Override
  public void expect(double[] state, int offset, double[] expected) {
    int from = pending.current(state, offset);
    for (int target = 0; target < targets.size(); target++) {
      expected[forecast.field(target)] = from < 0 ? Double.NaN : state[from + target];
    }
  }

  @Override
  public void read(
      double[] observed, int at, double[] expected, double[] answer, int from, Detector detector) {
    for (int target = 0; target < targets.size(); target++) {
      double value = observed[at + forecast.valueColumn(target)];
      detector.reading(target, value, expected[forecast.field(target)]);
    }
  }

  @Override
  public void write(
      double[] observed,
      int at,
      FeatureScaling scaling,
      Matrix x,
      Matrix y,
      int i,
      double[] answer,
      int from) {
    forecast.values(observed, at, scaling, y.data(), y.offset(i), answer, from);
  }

  @Override
  public void remember(double[] answer, int from, double[] state, int offset) {
    pending.push(answer, from, horizons.size(), state, offset);
  }

  @Override
  public void skip(double[] state, int offset) {
    pending.pushNone(state, offset);
  }

  @Override
  public void forget(double[] state, int offset) {
    pending.clear(state, offset);
  }

  @Override
  public void tell(double[] answer, int from, Prediction prediction) {
    List<Output> outputs = new ArrayList<>(width());
    int at = from;
    for (String target : targets) {
      for (int horizon : horizons) {
        double value = answer[at++];
        if (!Double.isNaN(value)) {
          outputs.add(new Output(target, horizon, value, null));
        }
      }
    }
    prediction.setOutputs(outputs);
  }
}

package io.tidemill.integration;

import io.tidemill.feature.BoundForecast;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.math.Matrix;
import io.tidemill.schema.message.Output;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model answers to a stream when nothing goes wrong: one event after the other, in one
 * thread, without bundles, state backends or messages.
 *
 * <p>Forecasts one step ahead.
 */
final class PlainForecaster {
  private final ModelSnapshot model;
  private final FeatureSchema features;
  private final BoundForecast forecast;
  private final Predictor predictor;
  private final Matrix x; // [1, inputWidth]
  private final Matrix memory; // [1, stateSize]
  private final Matrix y; // [1, outputSize]
  private final double[] observed; // [observedWidth]
  private final Map<String, Entity> entities = new HashMap<>();

  /** What is remembered of a key. */
  private static final class Entity {
    final double[] statistics;
    final float[] memory;
    final double[] forecast; // [fields] of the next event, NaN: none
    long lastTime = Long.MIN_VALUE;

    Entity(int statistics, int memory, int fields) {
      this.statistics = new double[statistics];
      this.memory = new float[memory];
      this.forecast = new double[fields];
      Arrays.fill(forecast, Double.NaN);
    }
  }

  PlainForecaster(ModelSnapshot model) {
    this.model = model;
    features = model.spec().features();
    forecast = ((Forecast) model.spec().task()).bind(features);
    predictor = new Predictor(model.spec().network(), 1);
    predictor.load(model.servedWeights());
    x = new Matrix(1, features.inputWidth()).resize(1);
    memory = new Matrix(1, model.spec().network().stateSize()).resize(1);
    y = new Matrix(1, model.spec().network().outputSize()).resize(1);
    observed = new double[features.observedWidth()];
  }

  /**
   * Answers an event; one that is older than its key's newest leaves no trace.
   *
   * @param numbers of the declared fields, NaN: missing
   * @return the forecasts that can be made
   */
  List<Output> answer(String key, long time, double[] numbers) {
    Entity entity =
        entities.computeIfAbsent(
            key,
            name -> new Entity(features.stateSize(), memory.columns(), features.fields().size()));
    boolean inOrder = time >= entity.lastTime;
    double[] statistics = inOrder ? entity.statistics : entity.statistics.clone();
    double[] expected = new double[features.fields().size()];
    Arrays.fill(expected, Double.NaN);
    features.observe(
        numbers, time, inOrder ? entity.forecast : expected, statistics, 0, observed, 0);
    features.input(observed, 0, model.scaling(), x.data(), 0);
    System.arraycopy(entity.memory, 0, memory.data(), 0, entity.memory.length);
    predictor.step(x, memory, y);
    double[] outputs = new double[y.columns()];
    forecast.values(observed, 0, model.scaling(), y.data(), 0, outputs, 0);
    if (inOrder) {
      entity.lastTime = time;
      System.arraycopy(memory.data(), 0, entity.memory, 0, entity.memory.length);
      for (int target = 0; target < forecast.targets(); target++) {
        entity.forecast[forecast.field(target)] = outputs[target];
      }
    }
    return known(outputs);
  }

  /** Nothing is forecast of a target that was never seen. */
  private List<Output> known(double[] outputs) {
    List<Output> known = new ArrayList<>();
    for (int target = 0; target < outputs.length; target++) {
      if (!Double.isNaN(outputs[target])) {
        String name = forecast.forecast().targets().get(target);
        known.add(new Output(name, 1, outputs[target], null));
      }
    }
    return known;
  }
}

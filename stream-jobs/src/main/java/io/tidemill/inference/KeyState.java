package io.tidemill.inference;

import io.tidemill.anomaly.IncidentPolicy;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Field;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.snapshot.Fingerprint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the job remembers of a key, for people to look at; a copy.
 *
 * @param lastTime event time of the newest event in order, milliseconds; null: none yet
 * @param fingerprint of the network that the memory belongs to, 16 hexadecimal digits
 * @param isOfNetwork whether that is the pipeline's; else the next event resets it
 * @param isOfLayout whether the statistics are laid out as the pipeline's; else the next event
 *     resets them, and nothing but their number is known of them
 * @param memory [stateSize of the network]
 * @param statistics all of them
 * @param observed by their columns, what the features would be of an event without readings at the
 *     last time: last values, means, deviations; without those that are not known
 * @param expected by their fields, what is forecast of the next event
 * @param silent whether the key has been silent for too long, and that was told
 * @param incident the open one; null: none is open
 */
@SuppressWarnings("ArrayRecordComponent") // a view, never compared
public record KeyState(
    String key,
    @Nullable Long lastTime,
    String fingerprint,
    boolean isOfNetwork,
    boolean isOfLayout,
    float[] memory,
    double[] statistics,
    Map<String, Double> observed,
    Map<String, Double> expected,
    boolean silent,
    @Nullable OpenIncident incident) {

  /**
   * Alerts that go on.
   *
   * @param start event time of the first, milliseconds
   * @param alerts so far
   * @param peak the highest grade of them
   */
  public record OpenIncident(long start, long alerts, double peak) {}

  /** The state of a key of a pipeline. */
  static KeyState of(Pipeline pipeline, String key, EntityState state) {
    EntityScorer scorer =
        new EntityScorer(pipeline.model(), pipeline.alerts(), pipeline.execution().maxAge(), 1);
    EntityLayout layout = scorer.layout;
    boolean isOfNetwork = state.fingerprint == pipeline.model().fingerprint();
    boolean isOfLayout = state.layout == layout.fingerprint();
    double[] statistics = state.statistics.clone();
    Map<String, Double> observed = Map.of();
    Map<String, Double> expected = Map.of();
    OpenIncident incident = null;
    if (isOfLayout) {
      double[] forecasts = forecasts(pipeline, statistics, layout);
      expected = named(numbers(pipeline.features()), forecasts);
      observed = observed(pipeline.features(), state, forecasts, layout);
      incident = incident(pipeline, statistics, layout);
    }
    return new KeyState(
        key,
        state.lastTime == EntityState.NEVER ? null : state.lastTime,
        Fingerprint.hex(state.fingerprint),
        isOfNetwork,
        isOfLayout,
        state.memory.clone(),
        statistics,
        observed,
        expected,
        isOfLayout && statistics[layout.silent()] != 0,
        incident);
  }

  /** The field of each number of an event. */
  private static List<String> numbers(FeatureSchema features) {
    List<String> names = new ArrayList<>();
    for (Field field : features.declared()) {
      names.addAll(Collections.nCopies(field.form().width(), field.name()));
    }
    return names;
  }

  private static double[] forecasts(Pipeline pipeline, double[] statistics, EntityLayout layout) {
    double[] expected = new double[pipeline.features().numbersWidth()];
    Arrays.fill(expected, Double.NaN);
    TaskAnswers.of(pipeline.model()).expect(statistics, layout.task(), expected);
    return expected;
  }

  private static Map<String, Double> observed(
      FeatureSchema features, EntityState state, double[] forecasts, EntityLayout layout) {
    if (state.lastTime == EntityState.NEVER) {
      return Map.of();
    }
    double[] nothing = new double[features.numbersWidth()];
    Arrays.fill(nothing, Double.NaN);
    double[] copy = state.statistics.clone();
    double[] row = new double[features.observedWidth()];
    features.observe(nothing, state.lastTime, forecasts, copy, layout.features(), row, 0);
    return named(features.columns(), row);
  }

  private static @Nullable OpenIncident incident(
      Pipeline pipeline, double[] statistics, EntityLayout layout) {
    IncidentPolicy policy = pipeline.alerts().incident();
    int at = layout.incident();
    return policy.isOpen(statistics, at)
        ? new OpenIncident(
            policy.start(statistics, at),
            policy.alerts(statistics, at),
            policy.peak(statistics, at))
        : null;
  }

  /** Those that are known, in their order. */
  private static Map<String, Double> named(List<String> names, double[] values) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        named.put(names.get(i), values[i]);
      }
    }
    return named;
  }
}

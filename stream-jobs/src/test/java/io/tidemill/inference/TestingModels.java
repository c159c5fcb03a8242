package io.tidemill.inference;

import io.tidemill.anomaly.BudgetThreshold;
import io.tidemill.anomaly.IncidentPolicy;
import io.tidemill.anomaly.ResidualScorer;
import io.tidemill.anomaly.SurpriseThreshold;
import io.tidemill.feature.ClockFeature;
import io.tidemill.feature.ClockPart;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Missing;
import io.tidemill.feature.NumberFeature;
import io.tidemill.feature.Scale;
import io.tidemill.kafka.Event;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Gru;
import io.tidemill.network.Network;
import io.tidemill.network.PackedWeights;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Alerts;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Provenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/** A small model of pumps, its versions, and events for it. */
final class TestingModels {
  static final long START = 1_750_000_000_000L;
  static final long STEP = 60_000;
  static final Duration SILENT_AFTER = Duration.ofMinutes(10);
  static final long QUIET = Duration.ofMinutes(5).toMillis();
  static final ModelSpec SPEC = spec(6);
  static final Alerts ALERTS =
      new Alerts(
          new ResidualScorer(2),
          new BudgetThreshold(20, Duration.ofDays(1).toMillis(), 100),
          new SurpriseThreshold(1, Duration.ofDays(1).toMillis()),
          SILENT_AFTER,
          new IncidentPolicy(QUIET));

  /** The same as a pipeline, in small bundles. */
  static final Pipeline PIPELINE =
      PipelineFile.parse(
          "pumps.yaml",
          """
          name: pumps
          events: {topic: readings, format: json, key: pump, time: {field: at, format: iso}}
          features:
            - {number: flow, missing: drop, scale: standard}
            - {number: pressure, missing: predict, scale: standard-per-key}
            - {number: current, missing: last, scale: standard-per-key}
            - clock: hour-of-day
          model: {target: [pressure, flow], horizon: [2, 3], layers: [gru: 6, dense]}
          alerts:
            threshold: {budget: 20 per day}
            stuck: true
            silent: {after: 10m}
            incident: {quiet: 5m}
          execution: {bundle: {rows: 16, delay: 5ms}}
          """);

  private TestingModels() {}

  /** Flow (needed), pressure (forecast where missing), current (scaled per key) and the hour. */
  static ModelSpec spec(int hidden) {
    FeatureSchema features =
        new FeatureSchema(
            List.of("flow", "pressure", "current"),
            List.of(
                new NumberFeature("flow", Missing.DROP, Scale.STANDARD),
                new NumberFeature("pressure", Missing.PREDICT, Scale.STANDARD_PER_KEY),
                new NumberFeature("current", Missing.LAST, Scale.STANDARD_PER_KEY),
                new ClockFeature(ClockPart.HOUR_OF_DAY)));
    Forecast task = new Forecast(List.of("pressure", "flow"), List.of(2, 3), Forecast.Base.LAST);
    Network network =
        Network.of(new Gru(features.inputWidth(), hidden), new Dense(hidden, task.outputSize()));
    return new ModelSpec("pumps", features, network, task);
  }

  static PackedWeights packed(ModelSnapshot snapshot) {
    PackedWeights packed = new PackedWeights(snapshot.spec().network(), false);
    packed.pack(snapshot.servedWeights());
    return packed;
  }

  static byte[] bytes(ModelSnapshot snapshot) {
    return ModelSnapshotCodec.encode(snapshot);
  }

  static ModelSnapshot version(long sequence) {
    return version(SPEC, sequence);
  }

  /** Weights that differ from version to version. */
  static ModelSnapshot version(ModelSpec spec, long sequence) {
    return new ModelSnapshot(
        spec,
        new ModelVersion(1, sequence),
        Parameters.initial(spec.model(), sequence),
        FeatureScaling.identity(spec.features().observedWidth()),
        new Provenance("test", START, OptionalLong.of(START + sequence), sequence, sequence));
  }

  static Event event(String key, long time, double... numbers) {
    Event event = new Event();
    event.id = key + "@" + time;
    event.key = key;
    event.time = time;
    event.ingestedAt = time + 5;
    event.numbers = numbers;
    return event;
  }

  /** Events of some keys with gaps, missing readings, stuck readings, wild ones and disorder. */
  static List<Event> events(int keys, int count, long seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    long[] step = new long[keys];
    for (int i = 0; i < count; i++) {
      int key = random.nextInt(1 + random.nextInt(keys));
      long disorder = random.nextInt(20) == 0 ? random.nextInt(3) : 0;
      step[key] += random.nextInt(200) == 0 ? 15 : 1;
      double phase = 2 * Math.PI * step[key] / 50;
      boolean stuck = step[key] % 200 > 180;
      double wild = random.nextInt(100) == 0 ? 30 : 0;
      double flow = 100 + 20 * Math.sin(phase) + random.nextGaussian() + wild;
      double pressure = stuck ? 4 : 5 + Math.cos(phase) + 0.1 * random.nextGaussian();
      Event event =
          event(
              "pump-" + key,
              START + Math.max(0, step[key] - disorder) * STEP,
              random.nextInt(30) == 0 ? Double.NaN : flow,
              random.nextInt(15) == 0 ? Double.NaN : pressure,
              random.nextInt(15) == 0 ? Double.NaN : 10 + random.nextGaussian());
      event.id = "event-" + i;
      event.offset = i;
      events.add(event);
    }
    return events;
  }
}

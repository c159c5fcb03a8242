package io.tidemill.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Pipeline files for tests. */
final class TestingPipelines {

  /** Every key is written at least once, in the form with the most keys. */
  static final String COMPLETE =
      """
      name: complete
      events:
        topic: rides
        format: csv
        csv: {columns: [zone, at, id, count, fare], delimiter: ';'}
        key: zone
        time: {field: at, format: iso, zone: Europe/Berlin}
        id: id
        out-of-orderness: 5s
        idle-after: 30s
      features:
        - number: [count, fare]
          missing: predict
          scale: min-max
          window: 500
        - clock: [hour-of-day, day-of-week]
          zone: Europe/Berlin
      model:
        task: forecast
        target: [count, fare]
        horizon: [1, 3]
        base: mean
        layers:
          - dense: {output-size: 16}
          - gru: {hidden-size: 8}
          - dense
      learn:
        optimizer: {adam: {rate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-7}}
        loss: {huber: {delta: 2.5}}
        sequence: 24
        burn-in: 4
        batch: 32
        fresh: 8
        recent: 3
        order: arrival
        keep-versions: 24
        replay: 1000
        publish-every: 250ms
        averaging: 0.9
        clip-norm: 5
        seed: 42
        clip-value: 3
        schedule: {warm-up: {steps: 100, then: {cosine: {steps: 5000, floor: 0.1}}}}
        regularizers: [{l1: 1e-6}, {l2: {strength: 1e-4}}]
        initializer: he-normal
        augment: [jitter: 0.05, scale: 0.1]
        drift: {detector: {adwin: {delta: 0.01, every: 8}}, on: loss, then: [forget-buffer: 64, raise-rate: {factor: 3, steps: 100}]}
        gate: {first-steps: 10, trial: 16, tolerance: 0.2, quarantine: false, key-share: 0.5, outliers: 0.4, return: {worse-by: 0.3, marks: 2, patience: 1000}}
      alerts:
        score: {residual: {warm-up: 20, window: 300, memory: 4}}
        threshold: {budget: {alarms: 2, period: 7d}}
        stuck: {budget: 1 per week}
        silent: {after: 2h}
        incident: {quiet: 30m}
      execution:
        delivery: exactly-once
        checkpoint-every: 2s
        backend: rocksdb
        parallelism: 4
        bundle: {rows: 64, delay: 10ms}
        ttl: 90d
        output: json
        served-features: false
        max-age: 30s
        past-max-age: unscored
        signed-models: ed25519
      league:
        combine: hedge
        first-round: 500
        keep: 1
        candidates:
          - name: plain
            features: [number: [count, fare]]
            model: {layers: [dense]}
            learn: {optimizer: {adam: {rate: 0.02}}, batch: 16}
      evaluate: {window: 30m, fade: 0.99, segments: [key, {prefix: '-'}], most-segments: 20}
      """;

  /** No more than must be. */
  static final String SMALLEST =
      """
      name: smallest
      events: {topic: rides, key: zone, time: {field: at}}
      features:
        - number: count
      model: {target: count, layers: [dense]}
      """;

  private TestingPipelines() {}

  /** The files that Tidemill ships. */
  static List<Path> shipped() {
    try (Stream<Path> files = Files.list(Path.of("../pipelines"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.tidemill.offline;

import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;

/** Small pipelines, one of each task. */
final class TestingPipelines {

  /** Forecasts a level one and three rows ahead, with a memory. */
  static final Pipeline LEVELS =
      parse(
          """
          name: levels
          events: {topic: t, key: tank, time: {field: at, format: epoch-ms}}
          features: [{number: level, scale: standard}]
          model: {target: level, horizon: [1, 3], layers: [gru: 4, dense]}
          learn: {optimizer: {adam: {rate: 0.02}}, sequence: 8, burn-in: 3, batch: 4, averaging: 0}
          """);

  /** Tells which of two kinds a row is of, without a memory. */
  static final Pipeline KINDS =
      parse(
          """
          name: kinds
          events: {topic: t, key: {constant: all}, time: record-timestamp}
          features: [number: [x, y]]
          model: {task: classify, label: kind, classes: [low, high], layers: [dense: 8, activation: tanh, dense]}
          learn: {optimizer: {adam: {rate: 0.05}}, batch: 8, averaging: 0}
          """);

  private TestingPipelines() {}

  static Pipeline parse(String text) {
    return PipelineFile.parse("test.yaml", text);
  }
}

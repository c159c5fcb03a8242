package io.tidemill.benchmark.prequential;

import io.tidemill.benchmark.drift.Concept;
import io.tidemill.online.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Short streams that are made, for pipelines that have every option. */
enum Generated {
  /** Numbers on either side of a plane, and a symbol that says nothing. */
  SIDES(new Span(0, Long.MAX_VALUE, 0)) {
    @Override
    String pipeline() {
      return """
      name: sides
      events:
        topic: sides
        format: csv
        csv: {columns: [x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, kind, side]}
        key: {constant: plane}
        time: {every: 1s, start: 2000-01-01T00:00Z}
      features:
        - symbol: kind
        - number: [x0, x1, x2, x3, x4, x5, x6, x7, x8, x9]
        - quantile: [x0, x1]
        - context: [x0, x1]
      model:
        task: classify
        label: side
        classes: 2
        past-labels: {}
        layers: [dense: 16, activation: relu, dense]
      learn: {optimizer: {adam: {rate: 0.004}}, batch: 16, fresh: 2, recent: 6, replay: 200, averaging: 0.9}
      league: {first-round: 200, keep: 2}
      alerts: {score: none}
      """;
    }

    @Override
    String row(int number, SplittableRandom random) {
      double[] x = new double[Concept.HYPERPLANE.width()];
      Concept.HYPERPLANE.draw(x, random);
      boolean side = Concept.HYPERPLANE.label(x, 1, random);
      StringBuilder row = new StringBuilder();
      for (double value : x) {
        row.append(value).append(',');
      }
      return row + (number % 3 == 0 ? "a," : "b,") + (side ? 1 : 0);
    }
  },

  /** Two waves with noise, each the other way round, one and three steps ahead. */
  WAVES(new Span(100, Long.MAX_VALUE, 0)) {
    @Override
    String pipeline() {
      return """
      name: waves
      events:
        topic: waves
        key: wave
        wide: height
        time: {every: 1s, start: 2000-01-01T00:00Z}
      features:
        - number: height
        - quantile: height
        - context: height
      model: {target: height, horizon: [1, 3], layers: [dense: 16, activation: relu, dense]}
      learn: {loss: absolute, optimizer: {adam: {rate: 0.004}}, sequence: 1, batch: 16, fresh: 4, replay: 1000, averaging: 0.9}
      league: {first-round: 200, keep: 2}
      alerts: {score: none}
      """;
    }

    @Override
    String header() {
      return "rising,falling\n";
    }

    @Override
    String row(int number, SplittableRandom random) {
      double wave = Math.sin(number / 5.0);
      return (wave + 0.1 * random.nextGaussian()) + "," + (0.1 * random.nextGaussian() - wave);
    }
  };

  private final Span span;

  Generated(Span span) {
    this.span = span;
  }

  /** The text of a pipeline file. */
  abstract String pipeline();

  /** The line before the rows; empty: none. */
  String header() {
    return "";
  }

  /** The cells of a row, counted from 0. */
  abstract String row(int number, SplittableRandom random);

  /** Writes pipelines and rows of all into a folder. */
  static List<StreamSet> write(Path folder, int rows) throws IOException {
    StreamSet[] sets = new StreamSet[values().length];
    for (Generated one : values()) {
      sets[one.ordinal()] = one.writeOne(folder, rows);
    }
    return List.of(sets);
  }

  private StreamSet writeOne(Path folder, int rows) throws IOException {
    SplittableRandom random = new SplittableRandom(ordinal());
    StringBuilder text = new StringBuilder(header());
    for (int i = 0; i < rows; i++) {
      text.append(row(i, random)).append('\n');
    }
    Path pipeline = Files.writeString(folder.resolve(title() + ".yaml"), pipeline());
    Path data = Files.writeString(folder.resolve(title() + ".csv"), text);
    return new StreamSet(title(), pipeline, data, span);
  }

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}

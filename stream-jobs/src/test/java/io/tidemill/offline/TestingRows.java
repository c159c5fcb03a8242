package io.tidemill.offline;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.kafka.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Rows of events that a test made itself. */
final class TestingRows {
  private final FeatureSchema schema;
  private final List<List<Event>> keyed = new ArrayList<>();

  TestingRows(FeatureSchema schema) {
    this.schema = schema;
  }

  /** A key with one event for each of the numbers, a minute apart. */
  TestingRows key(String name, double[]... numbers) {
    List<Event> events = new ArrayList<>();
    for (double[] each : numbers) {
      Event event = new Event();
      event.key = name;
      event.time = 60_000L * events.size();
      event.numbers = each;
      events.add(event);
    }
    keyed.add(events);
    return this;
  }

  /** A key whose events have one number. */
  TestingRows series(String name, double... values) {
    return key(
        name, Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new));
  }

  Rows rows() {
    return EventRows.of(schema, keyed, -1);
  }

  /** A swing with a period of 12 rows and noise. */
  static double[] swing(int rows, long seed) {
    Random random = new Random(seed);
    double[] values = new double[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = 5 + 2 * Math.sin(2 * Math.PI * i / 12) + 0.1 * random.nextGaussian();
    }
    return values;
  }

  /** All rows of some and none of the others. */
  static Part none(Rows rows) {
    return new Part(rows, new int[0], new int[0], new int[0]);
  }
}

package io.tidemill.offline;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.kafka.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Events, observed once key by key in the order of their time, as the job would. */
final class EventRows implements Rows {
  private final FeatureSchema schema;
  private final List<Series> series;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Series(String name, long[] times, double[] observed, double[] marks) {}

  private EventRows(FeatureSchema schema, List<Series> series) {
    this.schema = schema;
    this.series = series;
  }

  /**
   * The rows of some events.
   *
   * @param keyed the events of each key, in the order of the file
   * @param mark where in an event's numbers the column to judge by is; -1: there is none
   */
  static EventRows of(FeatureSchema schema, Iterable<List<Event>> keyed, int mark) {
    List<Series> series = new ArrayList<>();
    for (List<Event> events : keyed) {
      events.sort(Comparator.comparingLong(event -> event.time));
      series.add(observe(schema, events, mark));
    }
    return new EventRows(schema, series);
  }

  private static Series observe(FeatureSchema schema, List<Event> events, int mark) {
    int width = schema.observedWidth();
    double[] state = new double[schema.stateSize()];
    double[] unexpected = new double[schema.numbersWidth()];
    Arrays.fill(unexpected, Double.NaN);
    long[] times = new long[events.size()];
    double[] observed = new double[Math.multiplyExact(events.size(), width)];
    double[] marks = new double[mark < 0 ? 0 : events.size()];
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      times[i] = event.time;
      schema.observe(event.numbers, event.time, unexpected, state, 0, observed, i * width);
      if (mark >= 0) {
        marks[i] = event.numbers[mark];
      }
    }
    return new Series(events.get(0).key, times, observed, marks);
  }

  @Override
  public int keys() {
    return series.size();
  }

  @Override
  public String name(int key) {
    return series.get(key).name;
  }

  @Override
  public int length(int key) {
    return series.get(key).times.length;
  }

  @Override
  public long time(int key, int row) {
    return series.get(key).times[row];
  }

  @Override
  public void observe(int key, int row, double[] to, int offset) {
    int width = schema.observedWidth();
    System.arraycopy(series.get(key).observed, row * width, to, offset, width);
  }

  @Override
  public double mark(int key, int row) {
    double[] marks = series.get(key).marks;
    return marks.length == 0 ? Double.NaN : marks[row];
  }
}

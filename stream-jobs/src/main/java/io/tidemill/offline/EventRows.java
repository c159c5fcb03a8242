package io.tidemill.offline;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.kafka.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Events, observed once key by key in the order of their time, as the job would; those that a
 * feature drops count for the others' features and are no rows.
 */
final class EventRows implements Rows {
  private final FeatureSchema schema;
  private final List<Series> series;
  private final long dropped;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Series(String name, long[] times, double[] observed, double[] marks) {}

  private EventRows(FeatureSchema schema, List<Series> series, long dropped) {
    this.schema = schema;
    this.series = series;
    this.dropped = dropped;
  }

  /**
   * The rows of some events.
   *
   * @param keyed the events of each key, in the order of the file; emptied, as they take far more
   *     room than the rows
   * @param mark where in an event's numbers the column to judge by is; -1: there is none
   */
  static EventRows of(FeatureSchema schema, Iterable<List<Event>> keyed, int mark) {
    List<Series> series = new ArrayList<>();
    long dropped = 0;
    for (List<Event> events : keyed) {
      events.sort(Comparator.comparingLong(event -> event.time));
      Series observed = observe(schema, events, mark);
      dropped += events.size() - observed.times.length;
      events.clear();
      if (observed.times.length > 0) {
        series.add(observed);
      }
    }
    return new EventRows(schema, series, dropped);
  }

  private static Series observe(FeatureSchema schema, List<Event> events, int mark) {
    int width = schema.observedWidth();
    double[] state = new double[schema.stateSize()];
    double[] unexpected = new double[schema.numbersWidth()];
    Arrays.fill(unexpected, Double.NaN);
    long[] times = new long[events.size()];
    double[] observed = new double[Math.multiplyExact(events.size(), width)];
    double[] marks = new double[mark < 0 ? 0 : events.size()];
    int rows = 0;
    for (Event event : events) {
      schema.observe(event.numbers, event.time, unexpected, state, 0, observed, rows * width);
      if (!schema.dropped(observed, rows * width)) {
        times[rows] = event.time;
        if (mark >= 0) {
          marks[rows] = event.numbers[mark];
        }
        rows++;
      }
    }
    String name = events.get(0).key;
    return rows == events.size()
        ? new Series(name, times, observed, marks)
        : new Series(
            name,
            Arrays.copyOf(times, rows),
            Arrays.copyOf(observed, rows * width),
            Arrays.copyOf(marks, Math.min(rows, marks.length)));
  }

  /** Events that are no rows, as a feature without a value drops them. */
  long dropped() {
    return dropped;
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

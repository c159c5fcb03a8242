package io.tidemill.online;

import io.tidemill.kafka.Event;
import io.tidemill.pipeline.EventTime;

/**
 * Lets the times of one file go on in the next. Rows that carry no time are numbered from each
 * file's first row on, so a file's times are moved behind those of the file before it; times that
 * rows carry stay as they are.
 */
final class Clock {
  private final long interval; // ms from a row to the next; 0: rows carry their time
  private long shift;
  private long newest = Long.MIN_VALUE;
  private boolean first = true;

  private Clock(long interval) {
    this.interval = interval;
  }

  static Clock of(EventTime time) {
    if (time instanceof EventTime.Every every) {
      return new Clock(every.interval().toMillis());
    }
    return new Clock(time instanceof EventTime.OfRecord ? 1 : 0);
  }

  /** The events that follow are those of the next file. */
  void nextFile() {
    first = true;
  }

  /** Moves an event behind the file before. */
  void set(Event event) {
    if (interval == 0) {
      return;
    }
    if (first) {
      shift = newest == Long.MIN_VALUE ? 0 : newest + interval - event.time;
      first = false;
    }
    event.time += shift;
    newest = Math.max(newest, event.time);
  }
}

package io.tidemill.local;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares forecasts with what came: the forecast made at a reading for h steps ahead with the h-th
 * next reading of its key in event time, beside the value last known when the forecast was made.
 *
 * <p>Readings and forecasts come from two topics in any order; a reading is settled when nothing
 * earlier of its key can come any more. Late readings are left out, and so are forecasts made for a
 * reading that a newer one had overtaken: its outcome was already known. Not thread-safe.
 */
final class ForecastErrors {

  /** Keys beyond the first so many are not measured. */
  private static final int MOST_KEYS = 4096;

  private final int targets;
  private final int[] horizons;
  private final long outOfOrdernessMs;
  private final ErrorSlices slices;
  private final Map<String, Series> keys = new HashMap<>();

  /**
   * @param horizons steps ahead, ascending
   * @param outOfOrdernessMs how much older than the newest reading of its key another may be
   */
  ForecastErrors(int targets, List<Integer> horizons, long outOfOrdernessMs) {
    this.targets = targets;
    this.horizons = horizons.stream().mapToInt(Integer::intValue).toArray();
    this.outOfOrdernessMs = outOfOrdernessMs;
    this.slices = new ErrorSlices(targets, horizons.size());
  }

  /**
   * What was read.
   *
   * @param values [targets], NaN: missing
   * @param last [targets], the last known values, this reading included; NaN: none yet
   */
  void reading(String key, long time, String eventId, double[] values, double[] last) {
    Series series = series(key);
    if (series != null) {
      Step step = series.step(time, eventId);
      if (step != null) {
        step.values = values;
        step.last = last;
        series.newestReading = Math.max(series.newestReading, time);
        settle(key, series, series.bound());
      }
    }
  }

  /**
   * What was answered to a reading.
   *
   * @param forecast [targets * horizons], target by target; NaN or null: none
   */
  void forecast(String key, long time, String eventId, double @Nullable [] forecast) {
    Series series = series(key);
    if (series != null) {
      Step step = series.step(time, eventId);
      if (step != null) {
        step.forecast = forecast;
        series.newestForecast = Math.max(series.newestForecast, time);
        settle(key, series, series.bound());
      }
    }
  }

  /** Settles what still waits: no more readings come. */
  void finish() {
    keys.forEach((key, series) -> settle(key, series, Long.MAX_VALUE));
  }

  /** Over the second half of the readings settled so far. */
  ForecastError secondHalf() {
    return slices.secondHalf();
  }

  /** From the start of the run to now, in at most 32 parts of equally many readings. */
  List<ForecastError> course() {
    return slices.course();
  }

  private @Nullable Series series(String key) {
    Series known = keys.get(key);
    return known == null && keys.size() < MOST_KEYS
        ? keys.computeIfAbsent(key, k -> new Series())
        : known;
  }

  private void settle(String key, Series series, long bound) {
    while (!series.waiting.isEmpty() && series.waiting.get(0).time < bound) {
      Step step = series.waiting.remove(0);
      if (step.values != null) {
        settle(key, series.steps, step, step.values);
      }
    }
    series.settledUntil = Math.max(series.settledUntil, bound);
  }

  private void settle(String key, ArrayDeque<Step> earlier, Step step, double[] values) {
    slices.nextReading();
    int furthest = horizons[horizons.length - 1];
    for (int target = 0; target < targets; target++) {
      if (!Double.isNaN(values[target])) {
        slices.value(key, target, values[target]);
      }
    }
    int ago = earlier.size();
    for (Step origin : earlier) {
      for (int h = 0; h < horizons.length; h++) {
        if (horizons[h] == ago && origin.forecast != null && origin.last != null) {
          compare(key, origin.forecast, origin.last, values, h);
        }
      }
      ago--;
    }
    earlier.addLast(step);
    if (earlier.size() > furthest) {
      earlier.removeFirst();
    }
  }

  private void compare(
      String key, double[] forecast, double[] last, double[] outcome, int horizon) {
    for (int target = 0; target < targets; target++) {
      double error = Math.abs(forecast[target * horizons.length + horizon] - outcome[target]);
      double naive = Math.abs(last[target] - outcome[target]);
      if (!Double.isNaN(error + naive)) {
        slices.errors(key, target, horizon, error, naive);
      }
    }
  }

  private static final class Step {
    final long time;
    final String eventId;
    double @Nullable [] values;
    double @Nullable [] last;
    double @Nullable [] forecast;

    Step(long time, String eventId) {
      this.time = time;
      this.eventId = eventId;
    }

    boolean precedes(long otherTime, String otherId) {
      return time == otherTime ? eventId.compareTo(otherId) < 0 : time < otherTime;
    }
  }

  private final class Series {
    final List<Step> waiting = new ArrayList<>();
    final ArrayDeque<Step> steps = new ArrayDeque<>();
    long newestReading = Long.MIN_VALUE;
    long newestForecast = Long.MIN_VALUE;
    long settledUntil = Long.MIN_VALUE;

    long bound() {
      long passed = Math.min(newestReading, newestForecast);
      return passed == Long.MIN_VALUE ? passed : passed - outOfOrdernessMs;
    }

    /** The step of an event, in order of time and id; null: it comes after its time was settled. */
    @Nullable Step step(long time, String eventId) {
      if (time < settledUntil) {
        return null;
      }
      int at = waiting.size();
      while (at > 0) {
        Step before = waiting.get(at - 1);
        if (before.time == time && before.eventId.equals(eventId)) {
          return before;
        }
        if (before.precedes(time, eventId)) {
          break;
        }
        at--;
      }
      Step step = new Step(time, eventId);
      waiting.add(at, step);
      return step;
    }
  }
}

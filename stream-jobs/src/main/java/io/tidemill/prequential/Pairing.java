package io.tidemill.prequential;

import io.tidemill.feature.BoundForecast;
import io.tidemill.feature.Classification;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Reconstruction;
import io.tidemill.snapshot.ModelSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what was answered and what it was about, event by event of a key in the order of
 * event time. What it has to remember of a key is an array that the caller keeps.
 *
 * <p>A forecast made at an event that came out of order is not judged: it knew what came later. The
 * class of such an event is.
 */
public sealed interface Pairing {

  /** Of a model's task; null: its answers have no outcomes. */
  static @Nullable Pairing of(ModelSpec spec) {
    if (spec.task() instanceof Forecast forecast) {
      return new OfForecasts(forecast.bind(spec.features()));
    } else if (spec.task() instanceof Classification classification) {
      return new OfClasses(classification.labelColumn(spec.features()));
    } else if (spec.task() instanceof Reconstruction) {
      return new OfRebuilt();
    }
    return null;
  }

  /** What is remembered of a key of which nothing is known; null: nothing ever is. */
  default double @Nullable [] begin() {
    return null;
  }

  /** Whether the state is of this pairing, not of an earlier pipeline. */
  default boolean fits(double @Nullable [] state) {
    return true;
  }

  /**
   * What an event makes known, of its own answer or of earlier ones.
   *
   * @param event named and timed
   * @param observed columns of the feature schema
   * @param state of the key, brought up to date; null: nothing is remembered
   * @return null: it makes nothing known
   */
  @Nullable Judgement pair(
      Named event, double[] observed, ServedAnswer answer, double @Nullable [] state);

  /**
   * An event by its name.
   *
   * @param time event time, milliseconds
   */
  record Named(String key, String id, long time) {}

  /** The class of the event itself, from the event or a label. */
  record OfClasses(int labelColumn) implements Pairing {
    @Override
    public @Nullable Judgement pair(
        Named event, double[] observed, ServedAnswer answer, double @Nullable [] state) {
      double label = observed[labelColumn];
      return Double.isNaN(label) ? null : labelled(event, answer, (int) label, event.time());
    }

    /**
     * An event's answer beside its label.
     *
     * @param label index of the class
     * @param knownAt event time from which the label is known, milliseconds
     */
    public static Judgement labelled(Named event, ServedAnswer answer, int label, long knownAt) {
      return about(event, knownAt, answer, new double[] {label});
    }
  }

  /** The input of the event itself: how far it was off is all that was said. */
  record OfRebuilt() implements Pairing {
    @Override
    public Judgement pair(
        Named event, double[] observed, ServedAnswer answer, double @Nullable [] state) {
      return about(event, event.time(), answer, new double[0]);
    }
  }

  private static Judgement about(Named event, long knownAt, ServedAnswer answer, double[] actual) {
    boolean scored = answer.isScored() && Arrays.stream(answer.values()).noneMatch(Double::isNaN);
    return new Judgement(
        event.key(),
        event.id(),
        event.time(),
        knownAt,
        !scored,
        answer.outOfOrder(),
        scored ? Versions.of(answer.version()) : Versions.NONE,
        actual,
        scored ? answer.values() : new double[0],
        new double[0]);
  }

  /** What the targets have become, by the forecasts made at earlier events of the key. */
  final class OfForecasts implements Pairing {
    private final BoundForecast forecast;
    private final int[] horizons;
    private final RecentAnswers recent;

    OfForecasts(BoundForecast forecast) {
      this.forecast = forecast;
      horizons = forecast.forecast().horizons().stream().mapToInt(Integer::intValue).toArray();
      recent =
          new RecentAnswers(
              horizons[horizons.length - 1], forecast.forecast().outputSize(), forecast.targets());
    }

    @Override
    public double[] begin() {
      return recent.begin();
    }

    @Override
    public boolean fits(double @Nullable [] state) {
      return recent.fits(state);
    }

    @Override
    public Judgement pair(
        Named event, double[] observed, ServedAnswer answer, double @Nullable [] state) {
      if (state == null) {
        throw new IllegalArgumentException("forecasts are paired by what is remembered of a key");
      }
      int targets = forecast.targets();
      double[] actual = new double[targets];
      double[] known = new double[targets];
      for (int target = 0; target < targets; target++) {
        actual[target] = observed[forecast.valueColumn(target)];
        known[target] = observed[forecast.lastColumn(target)];
      }
      double[] said = new double[targets * horizons.length];
      double[] last = new double[targets * horizons.length];
      Versions versions = Versions.NONE;
      for (int i = 0; i < horizons.length; i++) {
        int at = recent.find(state, horizons[i]);
        versions = at < 0 ? versions : versions.and(Versions.of(recent.version(state, at)));
        for (int target = 0; target < targets; target++) {
          int output = target * horizons.length + i;
          said[output] = at < 0 ? Double.NaN : recent.said(state, at, output);
          last[output] = at < 0 ? Double.NaN : recent.last(state, at, target);
        }
      }
      recent.add(state, answer, known);
      return new Judgement(
          event.key(),
          event.id(),
          event.time(),
          event.time(),
          !answer.isScored(),
          answer.outOfOrder(),
          versions,
          actual,
          said,
          last);
    }
  }
}

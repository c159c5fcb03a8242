package io.tidemill.local;

import io.tidemill.schema.message.ModelMetrics;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the learner's job has said of how good the answers in service are, of all keys. */
final class Evaluations {
  private static final String FADED = "faded";

  private SoFar soFar = SoFar.NONE;

  /**
   * The last that was said.
   *
   * @param start of the last window that has ended, event time in milliseconds; null: none has
   * @param end of the same
   * @param window its figures, as the messages name them
   * @param faded the figures that fade, as those of a window are named; empty: nothing was said
   */
  record SoFar(
      @Nullable Long start,
      @Nullable Long end,
      Map<String, Double> window,
      Map<String, Double> faded) {
    static final SoFar NONE = new SoFar(null, null, Map.of(), Map.of());

    /** The telling figure beside those of naive answers; empty: nothing was judged. */
    String text() {
      if (faded.containsKey("accuracy")) {
        return "accuracy "
            + figure("accuracy")
            + ", no change "
            + figure("accuracyNoChange")
            + ", majority "
            + figure("accuracyMajority");
      }
      if (faded.containsKey("mae")) {
        return "mean error " + figure("mae") + ", last value " + figure("maeNoChange");
      }
      return faded.containsKey("loss") ? "loss " + figure("loss") : "";
    }

    private String figure(String name) {
      return Texts.reading(faded.getOrDefault(name, Double.NaN));
    }
  }

  void add(ModelMetrics metrics) {
    if (metrics.getSegment() != null) {
      return;
    }
    Map<String, Double> whole = new TreeMap<>();
    Map<String, Double> faded = new TreeMap<>();
    metrics
        .getValues()
        .forEach(
            (name, value) -> {
              if (name.startsWith(FADED)) {
                String figure = name.substring(FADED.length());
                faded.put(Character.toLowerCase(figure.charAt(0)) + figure.substring(1), value);
              } else {
                whole.put(name, value);
              }
            });
    soFar =
        metrics.getWindowStart() == null
            ? new SoFar(soFar.start(), soFar.end(), soFar.window(), faded)
            : new SoFar(metrics.getWindowStart(), metrics.getWindowEnd(), whole, faded);
  }

  SoFar soFar() {
    return soFar;
  }
}

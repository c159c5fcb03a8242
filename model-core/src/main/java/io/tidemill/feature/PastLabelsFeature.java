package io.tidemill.feature;

import java.util.ArrayList;
import java.util.List;

/**
 * The classes of earlier events of the key, as far as they are known when an event is answered.
 *
 * <p>Observed: {@code .1} to {@code .count}: the index of the class so many known labels ago; then
 * of each class its share among the recent and among the usual ones, exponentially faded; NaN: none
 * known yet. Inputs: a one for each of the last classes, and the shares, both less their mean of 1
 * / classes; 0 where NaN.
 *
 * @param classes names of the classes, at least 2
 * @param delay events of the key until a label is known: 1, at the next one
 * @param count last labels shown one by one
 * @param recent labels over which the recent shares fade
 * @param usual labels over which the usual shares fade
 */
public record PastLabelsFeature(
    String field, List<String> classes, int delay, int count, double recent, double usual)
    implements Featurizer {

  private static final int MOST = 4096;

  public PastLabelsFeature {
    Names.check("label", field);
    classes = List.copyOf(classes);
    if (delay < 1 || delay > MOST || count < 0 || count > MOST) {
      throw new IllegalArgumentException(
          "past labels with delay %d, the last %d: want a delay of 1 to %d and 0 to %d labels"
              .formatted(delay, count, MOST, MOST));
    }
    if (!(recent >= 1 && usual > recent && usual <= 1e9)) {
      throw new IllegalArgumentException(
          "past labels fade over %s and %s: want at least 1, and the second larger"
              .formatted(recent, usual));
    }
  }

  @Override
  public String name() {
    return field + ".past";
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public FieldForm form() {
    return new FieldForm.Symbol(classes);
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      columns.add(name() + "." + i);
    }
    for (String share : List.of("recent", "usual")) {
      classes.forEach(of -> columns.add(name() + "." + share + "." + of));
    }
    return List.copyOf(columns);
  }

  /** Labels waiting to be known, known labels, their number, shares. */
  @Override
  public int stateSize() {
    return delay - 1 + count + 1 + 2 * classes.size();
  }

  @Override
  public int observedWidth() {
    return count + 2 * classes.size();
  }

  @Override
  public int inputWidth() {
    return (count + 2) * classes.size();
  }

  @Override
  public void observe(
      double[] numbers,
      int[] fieldIndex,
      long time,
      double[] expected,
      double[] state,
      int stateOffset,
      double[] observed,
      int observedOffset) {
    int last = stateOffset + delay - 1;
    int known = last + count;
    int shares = known + 1;
    for (int i = 0; i < count; i++) {
      double label = state[last + i]; // 0: none
      observed[observedOffset + i] = label == 0 ? Double.NaN : label - 1;
    }
    for (int i = 0; i < 2 * classes.size(); i++) {
      observed[observedOffset + count + i] = state[known] == 0 ? Double.NaN : state[shares + i];
    }
    double newest = numbers[fieldIndex[0]];
    learn(
        delayed(newest >= 0 && newest < classes.size() ? newest + 1 : 0, state, stateOffset),
        state,
        last,
        known,
        shares);
  }

  /**
   * Takes the newest label, plus 1 or 0: none, and gives the one that is known by the next event.
   */
  private double delayed(double label, double[] state, int waiting) {
    double now = label;
    for (int i = 0; i < delay - 1; i++) {
      double older = state[waiting + i];
      state[waiting + i] = now;
      now = older;
    }
    return now;
  }

  private void learn(double label, double[] state, int last, int known, int shares) {
    if (label == 0) {
      return;
    }
    for (int i = count - 1; i > 0; i--) {
      state[last + i] = state[last + i - 1];
    }
    if (count > 0) {
      state[last] = label;
    }
    double seen = Math.min(state[known] + 1, usual);
    state[known] = seen;
    for (int i = 0; i < classes.size(); i++) {
      double truth = label - 1 == i ? 1 : 0;
      int slow = shares + classes.size() + i;
      state[shares + i] += (truth - state[shares + i]) / Math.min(seen, recent);
      state[slow] += (truth - state[slow]) / seen;
    }
  }

  @Override
  public void input(
      double[] observed,
      int rowOffset,
      int column,
      FeatureScaling scaling,
      float[] x,
      int inputOffset) {
    int at = rowOffset + column;
    int to = inputOffset;
    float mean = 1f / classes.size();
    for (int i = 0; i < count; i++) {
      double label = observed[at + i];
      for (int k = 0; k < classes.size(); k++) {
        x[to++] = Double.isNaN(label) ? 0 : (label == k ? 1 : 0) - mean;
      }
    }
    for (int i = 0; i < 2 * classes.size(); i++) {
      double share = observed[at + count + i];
      x[to++] = Double.isNaN(share) ? 0 : (float) share - mean;
    }
  }
}

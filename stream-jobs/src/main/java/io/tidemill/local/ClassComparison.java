package io.tidemill.local;

import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.schema.message.ServedFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Of classes with the labels that came, beside the last known class of the key (no change) and the
 * commonest so far, in the order in which labels are read. Kept in at most 32 slices of equally
 * many labelled answers; two become one when all are full.
 */
final class ClassComparison implements Comparison {

  /** Answers or labels beyond the newest so many are not waited for. */
  private static final int MOST_WAITING = 100_000;

  /** Keys beyond the first so many have no last class. */
  private static final int MOST_KEYS = 4096;

  private static final int SLICES = 32;
  private static final int COUNTS = 4; // labelled, right, unchanged, commonest

  private final Classification task;
  private final int label;
  private final Map<String, Integer> answers = new Waiting<>();
  private final Map<String, Truth> truths = new Waiting<>();
  private final Map<String, Integer> last = new HashMap<>();
  private final long[] seen;
  private final long[] counts = new long[SLICES * COUNTS];
  private long perSlice = 256;

  private record Truth(int label, boolean unchanged, boolean commonest) {}

  private static final class Waiting<T> extends LinkedHashMap<String, T> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
      return size() > MOST_WAITING;
    }
  }

  ClassComparison(FeatureSchema schema, Classification task) {
    this.task = task;
    label = task.labelColumn(schema);
    seen = new long[task.classes().size()];
  }

  @Override
  public void answer(Prediction prediction) {
    if (prediction.getStatus() == PredictionStatus.PREDICTED) {
      String event = event(prediction.getKey(), prediction.getEventId());
      int answer = task.classes().indexOf(prediction.getClass$());
      Truth truth = truths.remove(event);
      if (truth == null) {
        answers.put(event, answer);
      } else {
        count(answer, truth);
      }
    }
  }

  @Override
  public void observed(ServedFeatures row) {
    double known = row.getObserved().get(label);
    if (!Double.isNaN(known)) {
      label(row.getKey(), event(row.getKey(), row.getEventId()), (int) known);
    }
  }

  private void label(String key, String event, int actual) {
    Integer before = last.get(key);
    boolean unchanged = before != null && before == actual;
    Truth truth = new Truth(actual, unchanged, commonest() == actual);
    seen[actual]++;
    if (before != null || last.size() < MOST_KEYS) {
      last.put(key, actual);
    }
    Integer answer = answers.remove(event);
    if (answer == null) {
      truths.put(event, truth);
    } else {
      count(answer, truth);
    }
  }

  private static String event(String key, String eventId) {
    return key.length() + " " + key + eventId;
  }

  private int commonest() {
    int most = 0;
    for (int k = 1; k < seen.length; k++) {
      most = seen[k] > seen[most] ? k : most;
    }
    return most;
  }

  private void count(int answer, Truth truth) {
    if (counts[(SLICES - 1) * COUNTS] == perSlice) {
      halve();
    }
    int at = current() * COUNTS;
    counts[at]++;
    counts[at + 1] += answer == truth.label ? 1 : 0;
    counts[at + 2] += truth.unchanged ? 1 : 0;
    counts[at + 3] += truth.commonest ? 1 : 0;
  }

  private void halve() {
    long[] whole = counts.clone();
    Arrays.fill(counts, 0);
    for (int slice = 0; slice < SLICES; slice++) {
      for (int i = 0; i < COUNTS; i++) {
        counts[slice / 2 * COUNTS + i] += whole[slice * COUNTS + i];
      }
    }
    perSlice *= 2;
  }

  /** The slice that is being filled. */
  private int current() {
    int slice = 0;
    while (slice < SLICES - 1 && counts[slice * COUNTS] == perSlice) {
      slice++;
    }
    return slice;
  }

  @Override
  public ClassAgreement secondHalf() {
    int until = current() + 1;
    return over(until / 2, until);
  }

  @Override
  public List<ClassAgreement> course() {
    List<ClassAgreement> course = new ArrayList<>();
    for (int slice = 0; slice <= current(); slice++) {
      course.add(over(slice, slice + 1));
    }
    return course;
  }

  private ClassAgreement over(int from, int until) {
    long[] sum = new long[COUNTS];
    for (int slice = from; slice < until; slice++) {
      for (int i = 0; i < COUNTS; i++) {
        sum[i] += counts[slice * COUNTS + i];
      }
    }
    return ClassAgreement.of(sum[0], sum[1], sum[2], sum[3]);
  }
}

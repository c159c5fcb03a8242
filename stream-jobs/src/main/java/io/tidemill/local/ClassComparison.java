package io.tidemill.local;

import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.kafka.Event;
import io.tidemill.pipeline.Labels;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.schema.message.ServedFeatures;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Of classes with the labels that came, beside the last class of the key (no change) and the
 * commonest so far, in the order in which answers and labels have met.
 */
final class ClassComparison implements Comparison {

  /** Answers or labels beyond the newest so many are not waited for. */
  private static final int MOST_WAITING = 100_000;

  /** Keys beyond the first so many have no last class. */
  private static final int MOST_KEYS = 4096;

  private final Classification task;
  private final int label;
  private final @Nullable Labels labels;
  private final Map<String, Answer> answers = new Waiting<>();
  private final Map<String, Integer> truths = new Waiting<>();
  private final Map<String, Integer> last = new HashMap<>();
  private final long[] seen;
  private final ClassSlices slices = new ClassSlices();

  private record Answer(String key, int of) {}

  private static final class Waiting<T> extends LinkedHashMap<String, T> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
      return size() > MOST_WAITING;
    }
  }

  /**
   * @param labels that come by a topic of their own; null: they are among the features
   */
  ClassComparison(FeatureSchema schema, Classification task, @Nullable Labels labels) {
    this.task = task;
    this.labels = labels;
    label = task.labelColumn(schema);
    seen = new long[task.classes().size()];
  }

  @Override
  public void answer(Prediction prediction) {
    if (prediction.getStatus() != PredictionStatus.PREDICTED) {
      return;
    }
    String key = prediction.getKey();
    String event = event(key, prediction.getEventId(), prediction.getTime());
    Answer answer = new Answer(key, task.classes().indexOf(prediction.getClass$()));
    Integer truth = truths.remove(event);
    if (truth == null) {
      answers.put(event, answer);
    } else {
      count(answer, truth);
    }
  }

  @Override
  public void observed(ServedFeatures row) {
    double known = row.getObserved().get(label);
    if (!Double.isNaN(known)) {
      label(event(row.getKey(), row.getEventId(), row.getTime()), (int) known);
    }
  }

  @Override
  public void label(Event record) {
    if (labels != null && !Double.isNaN(record.numbers[0])) {
      label(labels.match().ofLabel(record.key, record.time), (int) record.numbers[0]);
    }
  }

  private void label(String event, int actual) {
    Answer answer = answers.remove(event);
    if (answer == null) {
      truths.put(event, actual);
    } else {
      count(answer, actual);
    }
  }

  /** What an answer and its label have in common. */
  private String event(String key, String eventId, long time) {
    return labels != null
        ? labels.match().ofEvent(eventId, key, time)
        : key.length() + " " + key + eventId;
  }

  private int commonest() {
    int most = 0;
    for (int k = 1; k < seen.length; k++) {
      most = seen[k] > seen[most] ? k : most;
    }
    return most;
  }

  private void count(Answer answer, int actual) {
    Integer before = last.get(answer.key);
    slices.count(answer.of == actual, before != null && before == actual, commonest() == actual);
    seen[actual]++;
    if (before != null || last.size() < MOST_KEYS) {
      last.put(answer.key, actual);
    }
  }

  @Override
  public ClassAgreement secondHalf() {
    return slices.secondHalf();
  }

  @Override
  public List<ClassAgreement> course() {
    return slices.course();
  }
}

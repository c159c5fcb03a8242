package io.tidemill.inference;

import io.tidemill.kafka.Event;
import io.tidemill.kafka.ServedRows;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.ModelReference;
import io.tidemill.schema.message.ObservedRow;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.schema.message.ServedFeatures;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a bundle are answered with; arrays are reused from bundle to bundle, messages
 * are new ones.
 */
final class Answers {
  private final String schema;
  private final TaskAnswers task;
  private final int width;

  final double[] observed; // [rows, width]
  final double[] values; // [rows, width of the task's answers], NaN: not known yet
  final double[] scores; // [rows], NaN: nothing to say
  final double[] grades; // [rows], NaN: no detector of residuals
  final boolean[] late; // [rows]
  final boolean[] outOfOrder; // [rows]
  final @Nullable String[] unscored; // [rows], why; null: predicted
  final boolean[] stale; // [rows], past the pipeline's max-age
  private final List<RowAlert> alerts = new ArrayList<>();

  private record RowAlert(int row, Alert alert) {}

  /**
   * Room for the answers to a bundle.
   *
   * @param schema fingerprint of the feature schema, 16 hexadecimal digits
   * @param width columns of an observed row
   */
  Answers(int rows, int width, String schema, TaskAnswers task) {
    this.schema = schema;
    this.width = width;
    this.task = task;
    observed = new double[rows * width];
    values = new double[rows * task.width()];
    scores = new double[rows];
    grades = new double[rows];
    late = new boolean[rows];
    outOfOrder = new boolean[rows];
    unscored = new @Nullable String[rows];
    stale = new boolean[rows];
  }

  /** Whether the event of a row advanced the state of its key. */
  boolean advances(int row) {
    return !late[row] && !outOfOrder[row];
  }

  /** Forgets the answers to the bundle before. */
  void clear() {
    alerts.clear();
  }

  void add(int row, Alert alert) {
    alerts.add(new RowAlert(row, alert));
  }

  /** The alerts of the bundle, in order of arrival of the events that caused them. */
  List<Alert> alerts() {
    if (alerts.isEmpty()) {
      return List.of();
    }
    alerts.sort(Comparator.comparingInt(RowAlert::row));
    return alerts.stream().map(RowAlert::alert).toList();
  }

  /** The answer to a row. */
  Prediction prediction(int row, Event event, @Nullable ModelReference model) {
    Prediction prediction = new Prediction();
    prediction.setEventId(event.eventId());
    prediction.setKey(event.key);
    prediction.setTime(event.time);
    prediction.setIngestedAt(event.ingestedAt);
    prediction.setLate(late[row]);
    prediction.setOutOfOrder(outOfOrder[row]);
    prediction.setModel(model);
    prediction.setStale(stale[row]);
    if (unscored[row] != null) {
      prediction.setStatus(PredictionStatus.UNSCORED);
      prediction.setReason(unscored[row]);
      prediction.setOutputs(List.of());
      return prediction;
    }
    prediction.setStatus(PredictionStatus.PREDICTED);
    task.tell(values, row * task.width(), prediction);
    if (!Double.isNaN(scores[row])) {
      prediction.setScore(scores[row]);
    }
    if (!Double.isNaN(scores[row] + grades[row])) {
      prediction.setGrade(grades[row]);
    }
    return prediction;
  }

  /**
   * The features that the bundle was answered with and its answers, its rows in order of arrival.
   *
   * @param model that answered; null: none did
   */
  ServedFeatures servedFeatures(Bundle bundle, @Nullable ModelReference model) {
    List<ObservedRow> rows = new ArrayList<>(bundle.rows());
    for (int row = 0; row < bundle.rows(); row++) {
      Event event = bundle.event(row);
      double[] columns = Arrays.copyOfRange(observed, row * width, (row + 1) * width);
      rows.add(
          new ObservedRow(
              event.time,
              event.eventId(),
              event.key,
              new Doubles(columns),
              event.ingestedAt,
              late[row],
              outOfOrder[row],
              unscored[row] == null ? answer(row) : List.of()));
    }
    return ServedRows.together(
        rows,
        schema,
        model == null ? 0 : model.getEpoch(),
        model == null ? 0 : model.getSequence());
  }

  private List<Double> answer(int row) {
    double[] served = new double[task.servedWidth()];
    task.serve(values, row * task.width(), served);
    return new Doubles(served);
  }

  /** An array as the list that a message wants, without a box for each number. */
  private static final class Doubles extends AbstractList<Double> implements RandomAccess {
    private final double[] values;

    Doubles(double[] values) {
      this.values = values;
    }

    @Override
    public Double get(int index) {
      return values[index];
    }

    @Override
    public int size() {
      return values.length;
    }
  }
}

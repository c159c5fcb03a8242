package io.tidemill.local;

import io.tidemill.kafka.Event;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.schema.message.ModelReference;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.schema.message.ServedFeatures;
import io.tidemill.snapshot.ModelVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is measured of a run, from the messages that the jobs wrote. One thread may write
 * and others read.
 */
final class Tally {

  private final int columns;
  private final @Nullable Comparison comparison;
  private final @Nullable Judge judge;

  private final Freshness freshness = new Freshness();
  private final Durations latency = new Durations();
  private final Incidents incidents = new Incidents();
  private final Drifts drifts = new Drifts();
  private final Evaluations evaluations = new Evaluations();

  private long events;
  private long predictions;
  private long unscored;
  private long deadLetters;
  private long late;
  private long versions;
  private long refused;
  private long eventTime = Long.MIN_VALUE;
  private @Nullable ModelVersion inService;
  private @Nullable Published newest;
  private @Nullable Published serving;

  private record Published(ModelVersion version, long at, @Nullable Long learnedUntil) {}

  /**
   * @param columns of an observed row
   * @param comparison null when nothing tells whether an answer was right
   * @param judge null when nobody knows what is truly wrong
   */
  Tally(int columns, @Nullable Comparison comparison, @Nullable Judge judge) {
    this.columns = columns;
    this.comparison = comparison;
    this.judge = judge;
  }

  /**
   * @param receivedAt by the clock, milliseconds
   */
  synchronized void prediction(Prediction prediction, long receivedAt) {
    boolean scored = prediction.getStatus() == PredictionStatus.PREDICTED;
    predictions += scored ? 1 : 0;
    unscored += scored ? 0 : 1;
    eventTime = Math.max(eventTime, prediction.getTime());
    latency.add(receivedAt - prediction.getIngestedAt());
    ModelReference model = prediction.getModel();
    if (model != null) {
      serve(new ModelVersion(model.getEpoch(), model.getSequence()));
      if (model.getLearnedUntil() != null) {
        freshness.served(model.getLearnedUntil(), receivedAt);
      }
    }
    if (prediction.getLate()) {
      late++;
      return;
    }
    freshness.outcome(prediction.getTime(), prediction.getIngestedAt());
    if (comparison != null) {
      comparison.answer(prediction);
    }
  }

  synchronized void features(ServedFeatures row) {
    boolean known = row.getKind() == FeatureRecordKind.ROW && row.getObserved().size() == columns;
    if (comparison != null && known && !row.getLate()) {
      comparison.observed(row);
    }
  }

  synchronized void alert(Alert alert) {
    incidents.alert(alert);
  }

  synchronized void deadLetter() {
    deadLetters++;
  }

  synchronized void model(ModelChunk chunk) {
    ModelVersion version = new ModelVersion(chunk.getEpoch(), chunk.getSequence());
    if (newest == null || version.compareTo(newest.version()) > 0) {
      newest = new Published(version, chunk.getPublishedAt(), chunk.getLearnedUntil());
      versions++;
    }
  }

  synchronized void metrics(ModelMetrics metrics) {
    refused += metrics.getKind() == MetricsKind.REFUSED ? 1 : 0;
    if (metrics.getKind() == MetricsKind.DRIFT) {
      drifts.add(metrics);
    } else if (metrics.getKind() == MetricsKind.EVALUATED) {
      evaluations.add(metrics);
    }
  }

  /** A record on the topic of the labels. */
  synchronized void label(Event label) {
    if (comparison != null) {
      comparison.label(label);
    }
  }

  /** A record on the topic of the events. */
  synchronized void event() {
    events++;
  }

  /** Records on the topic of the events since the run began. */
  synchronized long events() {
    return events;
  }

  /** Events that were answered in one way or another. */
  synchronized long answered() {
    return predictions + unscored + deadLetters;
  }

  /** Event time until which the newest published model has learned; the least long: none has. */
  synchronized long learnedUntil() {
    return newest == null || newest.learnedUntil() == null ? Long.MIN_VALUE : newest.learnedUntil();
  }

  /** No more messages come: compares what still waited for a successor. */
  synchronized void finish() {
    if (comparison != null) {
      comparison.finish();
    }
  }

  /**
   * @param seconds since the first event
   */
  synchronized Summary summary(double seconds) {
    return new Summary(
        events,
        predictions,
        unscored,
        deadLetters,
        late,
        versions,
        freshness.percentiles(),
        latency.percentiles(),
        seconds > 0 ? (predictions + unscored + deadLetters) / seconds : Double.NaN,
        comparison == null ? null : comparison.secondHalf(),
        new IncidentCounts(incidents.raised(), judged()),
        drifts.soFar(),
        evaluations.soFar(),
        seconds);
  }

  /** Everything that a screen shows. */
  synchronized Progress progress(double seconds) {
    Published model = serving;
    return new Progress(
        summary(seconds),
        eventTime,
        inService,
        model == null || !model.version().equals(inService) ? null : model.at(),
        refused,
        incidents.open(),
        comparison == null ? List.of() : comparison.course());
  }

  private IncidentCounts.@Nullable Judged judged() {
    return judge == null ? null : incidents.judge(judge.faultsUntil(eventTime), eventTime);
  }

  private void serve(ModelVersion version) {
    if (inService == null || version.compareTo(inService) > 0) {
      inService = version;
    }
    if (newest != null && newest.version().equals(inService)) {
      serving = newest;
    }
  }
}

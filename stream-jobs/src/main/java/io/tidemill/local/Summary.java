package io.tidemill.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param events on their topic since the run began
 * @param predictions events that a model answered
 * @param unscored events that were answered without a model
 * @param late of the answered: behind the watermark
 * @param modelVersions published in this run
 * @param freshnessMs from an outcome's Kafka timestamp to the receipt of the first prediction made
 *     with weights that learned from it
 * @param latencyMs from an event's Kafka timestamp to the receipt of its prediction
 * @param eventsPerSecond answered, over the seconds
 * @param quality over the second half of the run; null: nothing tells it
 * @param drifts changes of the stream that the learner has found
 * @param evaluations how good the answers were, by the learner's job
 * @param seconds from the first event to the last answer
 */
public record Summary(
    long events,
    long predictions,
    long unscored,
    long deadLetters,
    long late,
    long modelVersions,
    Percentiles freshnessMs,
    Percentiles latencyMs,
    double eventsPerSecond,
    @Nullable Quality quality,
    IncidentCounts incidents,
    Drifts.SoFar drifts,
    Evaluations.SoFar evaluations,
    double seconds) {

  /** Events without any answer. */
  public long unanswered() {
    return events - predictions - unscored - deadLetters;
  }

  /** One line; what is not known is null. */
  public String toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("events", events);
    json.put("predictions", predictions);
    json.put("unscored", unscored);
    json.put("deadLetters", deadLetters);
    json.put("late", late);
    json.put("modelVersions", modelVersions);
    put(json.putObject("freshnessMs"), freshnessMs);
    put(json.putObject("latencyMs"), latencyMs);
    put(json, "eventsPerSecond", eventsPerSecond, 1);
    if (quality != null) {
      quality.figures().forEach((name, value) -> put(json, name, value, 4));
    }
    put(json.putObject("incidents"), incidents);
    if (drifts.count() > 0) {
      json.put("drifts", drifts.count());
    }
    if (!evaluations.faded().isEmpty()) {
      put(json.putObject("inService"), evaluations);
    }
    put(json, "seconds", seconds, 1);
    return json.toString();
  }

  private static void put(ObjectNode json, Percentiles percentiles) {
    put(json, "p50", percentiles.p50(), 0);
    put(json, "p99", percentiles.p99(), 0);
  }

  private static void put(ObjectNode json, Evaluations.SoFar evaluations) {
    if (evaluations.start() != null) {
      ObjectNode window = json.putObject("window");
      window.put("start", evaluations.start());
      window.put("end", evaluations.end());
      evaluations.window().forEach(window::put);
    }
    ObjectNode faded = json.putObject("faded");
    evaluations.faded().forEach(faded::put);
  }

  private static void put(ObjectNode json, IncidentCounts incidents) {
    IncidentCounts.Judged judged = incidents.judged();
    json.put("raised", incidents.raised());
    json.put("true", judged == null ? null : (Long) judged.trueIncidents());
    json.put("false", judged == null ? null : (Long) judged.falseIncidents());
    json.put("missed", judged == null ? null : (Long) judged.missed());
    put(json, "precision", judged == null ? Double.NaN : judged.precision(), 3);
    put(json, "recall", judged == null ? Double.NaN : judged.recall(), 3);
  }

  private static void put(ObjectNode json, String name, double value, int digits) {
    double scale = Math.pow(10, digits);
    if (!Double.isFinite(value)) {
      json.putNull(name);
    } else if (digits == 0) {
      json.put(name, Math.round(value));
    } else {
      json.put(name, Math.round(value * scale) / scale);
    }
  }
}

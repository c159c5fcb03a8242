package io.tidemill.local;

import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Evidence;
import io.tidemill.schema.message.IncidentTransition;

/**
 * What the alerts of one incident say together.
 *
 * @param start event time of the first alert, milliseconds
 * @param last event time of the last alert that had evidence
 * @param telling the alert with the highest grade: its readings gave the incident away
 */
record Incident(String id, String key, long start, long last, boolean open, Alert telling) {

  static Incident begun(Alert alert) {
    return new Incident(
        alert.getIncidentId(),
        alert.getKey(),
        alert.getIncidentStart(),
        alert.getTime(),
        alert.getTransition() != IncidentTransition.CLOSED,
        alert);
  }

  Incident with(Alert alert) {
    boolean evident = alert.getEvidence() != Evidence.NONE;
    return new Incident(
        id,
        key,
        Math.min(start, alert.getIncidentStart()),
        evident ? Math.max(last, alert.getTime()) : last,
        open && alert.getTransition() != IncidentTransition.CLOSED,
        evident && alert.getGrade() > telling.getGrade() ? alert : telling);
  }
}

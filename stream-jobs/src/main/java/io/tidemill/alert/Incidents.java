package io.tidemill.alert;

import io.tidemill.anomaly.IncidentPolicy;
import io.tidemill.anomaly.IncidentPolicy.Transition;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Evidence;
import io.tidemill.schema.message.IncidentTransition;
import io.tidemill.schema.message.ModelReference;
import io.tidemill.snapshot.Fingerprint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the alerts of a key's incident. An incident belongs to the key: whichever evidence comes
 * while it is open continues it.
 *
 * <p>Ids are names of what happened, so that a repetition after a fault carries the same ones.
 *
 * @param pipeline begins every id, before it is hashed
 * @param policy decides what belongs together; its state is the caller's
 */
public record Incidents(String pipeline, IncidentPolicy policy) {

  /**
   * A detector found an event odd.
   *
   * @param eventId of the event
   * @param time of the event, ms
   * @param ingestedAt of the event, clock ms
   */
  public Alert raise(
      Detector detector,
      String key,
      String eventId,
      long time,
      long ingestedAt,
      @Nullable ModelReference model,
      double[] state,
      int offset) {
    Alert alert = alert(key, eventId, time, detector.evidence(), detector.grade(), state, offset);
    alert.setIngestedAt(ingestedAt);
    alert.setScore(detector.score());
    alert.setThreshold(detector.threshold());
    alert.setContributions(detector.contributions());
    alert.setModel(model);
    return alert;
  }

  /**
   * A key has said nothing for too long, which is certain: the grade is 1.
   *
   * @param silentSince event time of the key's last event, ms
   * @param time at which the silence became too long, ms
   */
  public Alert silence(
      String key,
      long silentSince,
      long time,
      @Nullable ModelReference model,
      double[] state,
      int offset) {
    Alert alert = alert(key, "since " + silentSince, time, Evidence.SILENCE, 1, state, offset);
    alert.setScore((double) (time - silentSince));
    alert.setThreshold((double) (time - silentSince));
    alert.setModel(model);
    return alert;
  }

  /** The open incident lasts at least until this event time, without news of it. */
  public void extend(long time, double[] state, int offset) {
    if (policy.isOpen(state, offset)) {
      policy.alert(time, 0, state, offset);
    }
  }

  /** Event time at which the open incident ends by itself; {@link Long#MAX_VALUE}: none is open. */
  public long deadline(double[] state, int offset) {
    return policy.deadline(state, offset);
  }

  /** Ends the open incident if event time has reached its deadline; null: nothing ends. */
  public @Nullable Alert close(
      String key, long time, @Nullable ModelReference model, double[] state, int offset) {
    long deadline = policy.deadline(state, offset);
    if (policy.timer(time, state, offset) != Transition.CLOSED) {
      return null;
    }
    Alert alert = newAlert(key, deadline, state, offset);
    alert.setAlertId(id("closed", alert.getIncidentId()));
    alert.setTransition(IncidentTransition.CLOSED);
    alert.setEvidence(Evidence.NONE);
    alert.setModel(model);
    return alert;
  }

  private Alert alert(
      String key,
      String cause,
      long time,
      Evidence evidence,
      double grade,
      double[] state,
      int offset) {
    Transition transition = policy.alert(time, grade, state, offset);
    Alert alert = newAlert(key, time, state, offset);
    alert.setAlertId(id(evidence.name(), key, cause));
    alert.setTransition(
        transition == Transition.OPENED ? IncidentTransition.OPENED : IncidentTransition.CONTINUED);
    alert.setEvidence(evidence);
    alert.setGrade(grade);
    return alert;
  }

  private Alert newAlert(String key, long time, double[] state, int offset) {
    Alert alert = new Alert();
    alert.setIncidentId(id("incident", key, Long.toString(policy.start(state, offset))));
    alert.setKey(key);
    alert.setTime(time);
    alert.setIncidentStart(policy.start(state, offset));
    alert.setIncidentPeak(policy.peak(state, offset));
    alert.setContributions(List.of());
    return alert;
  }

  /** Sixteen hexadecimal digits that name the parts; 0 keeps neighbours apart. */
  private String id(String... parts) {
    return Fingerprint.hex(Fingerprint.of(pipeline + '\0' + String.join("\0", parts)));
  }
}

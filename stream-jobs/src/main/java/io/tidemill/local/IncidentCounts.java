package io.tidemill.local;

import org.jspecify.annotations.Nullable;

/**
 * Incidents against the faults that are known.
 *
 * @param raised incidents
 * @param judged null when nobody knows the truth
 */
public record IncidentCounts(long raised, @Nullable Judged judged) {

  /**
   * @param trueIncidents that meet a fault; one fault may be met by several
   * @param falseIncidents that meet none
   * @param found faults that an incident meets
   * @param missed faults that none meets, though there was time to
   */
  public record Judged(long trueIncidents, long falseIncidents, long found, long missed) {

    /** Share of the incidents that are true; NaN: none were raised. */
    public double precision() {
      return (double) trueIncidents / (trueIncidents + falseIncidents);
    }

    /** Share of the faults that were found; NaN: there were none. */
    public double recall() {
      return (double) found / (found + missed);
    }
  }
}

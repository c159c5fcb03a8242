package io.tidemill.pipeline;

import io.tidemill.anomaly.IncidentPolicy;
import io.tidemill.anomaly.ResidualScorer;
import io.tidemill.anomaly.Threshold;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What raises an alert, and which alerts make an incident.
 *
 * @param residual scores how far readings are from their forecasts; null: nobody does
 * @param threshold of the residual score
 * @param stuck threshold of the surprise at a run of equal readings, in nats; null: not looked for
 * @param silentAfter a key without events for longer than this (event time) is silent; null: not
 *     looked for
 */
public record Alerts(
    @Nullable ResidualScorer residual,
    Threshold threshold,
    @Nullable Threshold stuck,
    @Nullable Duration silentAfter,
    IncidentPolicy incident) {

  /** Whether anything is looked for. */
  public boolean any() {
    return residual != null || stuck != null || silentAfter != null;
  }
}

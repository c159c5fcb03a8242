/**
 * Anomalies: how odd an event is, from which score on that is an alert, and which alerts belong
 * together.
 */
@NullMarked
package io.tidemill.anomaly;

import org.jspecify.annotations.NullMarked;

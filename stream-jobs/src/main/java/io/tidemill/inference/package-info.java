/**
 * Answers events with the network: bundles across keys, memory per key, anomalies and incidents.
 */
@NullMarked
package io.tidemill.inference;

import org.jspecify.annotations.NullMarked;

/**
 * From served features to published models: sequences, replay, batches in event-time order, the
 * gate.
 */
@NullMarked
package io.tidemill.learning;

import org.jspecify.annotations.NullMarked;

package io.tidemill.online;

import io.tidemill.kafka.Event;

/**
 * One event and what was said of it; arrays are not to be changed.
 *
 * @param key number of the event's key, in the order of their appearance
 * @param row events of the key before it
 * @param late whether a newer event of its key came before, so that nothing is learned from it
 * @param said probabilities of the classes; or values, [targets, horizons], NaN: cannot be told
 * @param actual what the event itself makes known: the index of its class, or [targets] values;
 *     NaN: missing
 * @param last [targets] the last known values, this event's among them; of classes empty
 */
@SuppressWarnings("ArrayRecordComponent") // blocks of numbers, never compared
public record Answer(
    Event event, int key, long row, boolean late, double[] said, double[] actual, double[] last) {}

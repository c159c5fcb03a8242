package io.tidemill.online;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.kafka.Event;
import io.tidemill.math.Matrix;

/**
 * One event and what the network put out for it; arrays are reused for the next.
 *
 * @param key number of the event's key, in the order of their appearance
 * @param row events of the key before it
 * @param observed holds the event's observed row from {@code at}
 * @param scaling of the weights that answered
 * @param y holds the outputs at the row {@code i}
 */
@SuppressWarnings("ArrayRecordComponent") // a view, never compared
record Answer(
    Event event,
    int key,
    long row,
    double[] observed,
    int at,
    FeatureScaling scaling,
    Matrix y,
    int i) {}

/**
 * What a model is, its version, and the bytes that carry it from the learner to those who serve it.
 */
@NullMarked
package io.tidemill.snapshot;

import org.jspecify.annotations.NullMarked;

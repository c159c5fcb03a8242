/** Tells from a stream of numbers when they are no longer what they were. */
@NullMarked
package io.tidemill.drift;

import org.jspecify.annotations.NullMarked;

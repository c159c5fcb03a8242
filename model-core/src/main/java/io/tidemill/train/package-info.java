/** Truncated back-propagation through time over sequences. */
@NullMarked
package io.tidemill.train;

import org.jspecify.annotations.NullMarked;

/**
 * Features: from the raw numbers of an event to what is logged, and from there to what the network
 * sees.
 */
@NullMarked
package io.tidemill.feature;

import org.jspecify.annotations.NullMarked;

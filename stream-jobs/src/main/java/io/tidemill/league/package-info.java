/** Models that answer the same stream: one answer of all, and which of them stay. */
@NullMarked
package io.tidemill.league;

import org.jspecify.annotations.NullMarked;

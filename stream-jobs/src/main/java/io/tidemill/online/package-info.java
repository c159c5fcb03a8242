/** Streams from files, answered and learned strictly one after the other: test, then train. */
@NullMarked
package io.tidemill.online;

import org.jspecify.annotations.NullMarked;

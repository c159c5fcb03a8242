/**
 * The whole of Tidemill in one JVM: broker, jobs, a feed of events, and an observer that measures.
 */
@NullMarked
package io.tidemill.local;

import org.jspecify.annotations.NullMarked;

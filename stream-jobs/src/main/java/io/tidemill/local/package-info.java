/** The whole of Tidemill in one JVM: broker, Flink, jobs, and what a person sees of them. */
@NullMarked
package io.tidemill.local;

import org.jspecify.annotations.NullMarked;

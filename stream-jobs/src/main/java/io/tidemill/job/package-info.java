/** What the Flink jobs of a pipeline have in common. */
@NullMarked
package io.tidemill.job;

import org.jspecify.annotations.NullMarked;

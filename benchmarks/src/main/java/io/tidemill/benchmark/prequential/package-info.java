/** How good one pass over a stream is, and what each option of a pipeline file is worth in it. */
@NullMarked
package io.tidemill.benchmark.prequential;

import org.jspecify.annotations.NullMarked;

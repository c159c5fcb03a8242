/** The whole loop on a real broker and real Flink, with faults, bad input and real data. */
@NullMarked
package io.tidemill.integration;

import org.jspecify.annotations.NullMarked;

/** Kafka and Flink in this JVM, for jobs that are measured. */
@NullMarked
package io.tidemill.benchmark.job;

import org.jspecify.annotations.NullMarked;

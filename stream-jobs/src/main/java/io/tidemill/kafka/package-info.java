/** Kafka in and out: events and dead letters, messages and their topics, models, replayed files. */
@NullMarked
package io.tidemill.kafka;

import org.jspecify.annotations.NullMarked;

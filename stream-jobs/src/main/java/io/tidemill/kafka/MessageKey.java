package io.tidemill.kafka;

import java.io.Serializable;

/** The key of a message's record, as text; see {@link io.tidemill.schema.Topic.Key}. */
@FunctionalInterface
public interface MessageKey<T> extends Serializable {
  String of(T message);
}

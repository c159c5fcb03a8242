package io.tidemill.pipeline;

/** How the events of a topic are written. */
public enum Format {
  /** One JSON object a record. */
  JSON,
  /** One line of separated values a record, without a header; {@link Csv} names the columns. */
  CSV,
  /** The envelope {@code io.tidemill.schema.message.Event}, which carries key and time itself. */
  AVRO
}

package io.tidemill.pipeline;

/** How predictions, alerts and metrics are written; what only the jobs read is always Avro. */
public enum OutputFormat {
  /** Avro single-object encoding. */
  AVRO,
  /** One JSON object a record. */
  JSON
}

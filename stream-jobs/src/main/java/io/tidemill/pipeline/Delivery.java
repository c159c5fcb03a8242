package io.tidemill.pipeline;

/** What a fault may do to the outputs. */
public enum Delivery {
  /** Outputs may be repeated after a fault, with the same ids; nothing waits. */
  AT_LEAST_ONCE,
  /** Readers of committed records see every output once; they wait for the next checkpoint. */
  EXACTLY_ONCE
}

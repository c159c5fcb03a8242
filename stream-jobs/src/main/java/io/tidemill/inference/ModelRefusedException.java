package io.tidemill.inference;

import org.jspecify.annotations.Nullable;

/** A published snapshot does not go into service. */
final class ModelRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why; names a counter of the operator. */
  enum Reason {
    /** The bytes are cut, changed, or not a snapshot at all. */
    UNREADABLE,
    /** It is of another network, features or task than the pipeline's. */
    OTHER_FINGERPRINT,
    /** Some weight is not a finite number. */
    NOT_FINITE
  }

  private final Reason reason;

  ModelRefusedException(Reason reason, @Nullable String message) {
    super(message);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}

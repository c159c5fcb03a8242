package io.tidemill.kafka;

import io.tidemill.schema.message.DeadLetterCause;
import org.jspecify.annotations.Nullable;

/** Why a record is no event; carries no stack trace, because bad input is no fault of the code. */
final class BadRecordException extends Exception {

  private static final long serialVersionUID = 1;

  private final DeadLetterCause cause;

  BadRecordException(DeadLetterCause cause, @Nullable String message) {
    super(message, null, false, false);
    this.cause = cause;
  }

  DeadLetterCause deadLetterCause() {
    return cause;
  }
}

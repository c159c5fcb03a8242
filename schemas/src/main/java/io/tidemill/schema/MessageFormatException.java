package io.tidemill.schema;

import java.io.IOException;

/** Bytes that are no message of the class that was expected; says which, why, and what to do. */
public final class MessageFormatException extends IOException {

  public MessageFormatException(String message) {
    super(message);
  }

  public MessageFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.tidemill.snapshot;

/** Bytes that are no snapshot, or not a whole one; the message says what is wrong and where. */
public final class SnapshotFormatException extends Exception {
  private static final long serialVersionUID = 1;

  SnapshotFormatException(String message) {
    super(message);
  }

  SnapshotFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}

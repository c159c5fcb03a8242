package io.tidemill.signing;

/** A key is missing in the environment, or is none; never says what it is. */
public final class SigningKeyException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  SigningKeyException(String message) {
    super(message);
  }
}

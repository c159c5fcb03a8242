package io.tidemill.kafka;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A topic that is missing, cannot be made, or cannot be worked with; says what to do. */
public final class TopicException extends IOException {

  private static final long serialVersionUID = 1;

  public TopicException(String message) {
    super(message);
  }

  public TopicException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package io.tidemill.pipeline;

import java.io.Serializable;

/** Where the key of an event, whose memory it belongs to, is found. */
public sealed interface EventKey extends Serializable {

  /**
   * The text, or the number written as text, of a field.
   *
   * @param name the field or column; for {@link Format#AVRO} the envelope's {@code key}
   */
  record Field(String name) implements EventKey {
    public Field {
      Names.check("key", name);
    }
  }

  /**
   * The whole stream is one series.
   *
   * @param value the key of every event
   */
  record Constant(String value) implements EventKey {
    public Constant {
      Names.check("key", value);
    }
  }
}

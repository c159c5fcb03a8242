package io.tidemill.kafka;

/** What a record of the events' topic may be at most; the rest is a dead letter. */
public final class Limits {

  /** Bytes of a record's value: 1 MiB. */
  public static final int VALUE_BYTES = 1 << 20;

  /** Chars of an event's key or id. */
  public static final int KEY_CHARS = 1024;

  /** Chars of a number or a time. */
  public static final int NUMBER_CHARS = 256;

  /** Nesting of a JSON record. */
  public static final int DEPTH = 32;

  /** Bytes of a refused record that its dead letter keeps, of the key and of the value: 64 KiB. */
  public static final int DEAD_LETTER_BYTES = 64 << 10;

  /** Chars of a dead letter's message. */
  static final int MESSAGE_CHARS = 500;

  private static final int SHOWN_CHARS = 40;

  private Limits() {}

  /** The beginning of a text from outside, for messages. */
  static String shown(String text) {
    return text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "…" : text;
  }
}

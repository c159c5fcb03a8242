package io.tidemill.pipeline;

/** What may name a field, a key or a topic. */
final class Names {

  /** Longer names are mistakes, and would be repeated in every message. */
  static final int LONGEST = 249;

  private Names() {}

  static void check(String what, String name) {
    if (name.isBlank() || name.length() > LONGEST) {
      throw new IllegalArgumentException(
          what + " '" + name + "' must have 1 to " + LONGEST + " characters");
    }
  }
}

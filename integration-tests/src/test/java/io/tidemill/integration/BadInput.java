package io.tidemill.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.schema.message.DeadLetterCause;

/** Ways in which a record may be no event, and the cause that its dead letter states. */
enum BadInput {
  NOT_JSON(DeadLetterCause.NOT_PARSEABLE, "{\"tank\": \"tank-1\", \"at\": 17000"),
  WRONG_TYPE(
      DeadLetterCause.WRONG_TYPE,
      "{\"tank\": \"tank-1\", \"at\": 1700000000000, \"level\": \"high\", \"inflow\": 1}"),
  NO_KEY(DeadLetterCause.MISSING_KEY, "{\"at\": 1700000000000, \"level\": 1, \"inflow\": 1}"),
  NO_TIME(DeadLetterCause.MISSING_TIME, "{\"tank\": \"tank-1\", \"level\": 1, \"inflow\": 1}"),
  YEAR_9999(
      DeadLetterCause.BAD_TIME,
      "{\"tank\": \"tank-1\", \"at\": 253402300799000, \"level\": 1, \"inflow\": 1}"),
  NOT_A_NUMBER(
      DeadLetterCause.BAD_NUMBER,
      "{\"tank\": \"tank-1\", \"at\": 1700000000000, \"level\": NaN, \"inflow\": 1}"),
  TEN_MEGABYTES(
      DeadLetterCause.TOO_LARGE,
      "{\"tank\": \"tank-1\", \"at\": 1700000000000, \"level\": 1, \"inflow\": 1, \"note\": \""
          + "lorem ipsum ".repeat(10_000_000 / 12)
          + "\"}"),
  EMPTY(DeadLetterCause.EMPTY, ""),
  LATIN_1(
      DeadLetterCause.BAD_ENCODING,
      "{\"tank\": \"Behälter\", \"at\": 1700000000000, \"level\": 1, \"inflow\": 1}"),
  DEEP_NEST(
      DeadLetterCause.TOO_DEEP,
      "{\"tank\": \"tank-1\", \"at\": 1700000000000, \"level\": 1, \"inflow\": 1, \"note\": "
          + "[".repeat(100_000)
          + "]".repeat(100_000)
          + "}");

  private final DeadLetterCause cause;
  private final String text;

  BadInput(DeadLetterCause cause, String text) {
    this.cause = cause;
    this.text = text;
  }

  DeadLetterCause cause() {
    return cause;
  }

  byte[] bytes() {
    return text.getBytes(this == LATIN_1 ? ISO_8859_1 : UTF_8);
  }
}

package io.tidemill.kafka;

import io.tidemill.feature.FieldForm;
import io.tidemill.pipeline.EventKey;
import io.tidemill.pipeline.EventTime;
import io.tidemill.pipeline.Events;
import io.tidemill.schema.message.DeadLetterCause;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event while its record is being read: checks each part as it comes and the whole at the end.
 */
final class EventDraft {

  private final Events events;
  private final @Nullable String constantKey;
  private final @Nullable TimeReader timeReader;
  private final int numbers;
  private Event event = new Event();
  private boolean hasKey;
  private boolean hasTime;

  EventDraft(Events events) {
    this.events = events;
    this.numbers = events.numbersWidth();
    this.constantKey = events.key() instanceof EventKey.Constant key ? key.value() : null;
    this.timeReader =
        events.time() instanceof EventTime.Field field ? TimeReader.of(field.format()) : null;
  }

  void begin(int partition, long offset, long ingestedAt) {
    event = new Event();
    event.partition = partition;
    event.offset = offset;
    event.ingestedAt = ingestedAt;
    event.numbers = new double[numbers];
    Arrays.fill(event.numbers, Double.NaN);
    hasKey = constantKey != null;
    hasTime = false;
    if (constantKey != null) {
      event.key = constantKey;
    }
  }

  void key(String key) throws BadRecordException {
    event.key = checked("key", key);
    hasKey = !key.isEmpty();
  }

  void id(String id) throws BadRecordException {
    event.id = id.isEmpty() ? null : checked("id", id);
  }

  /** A time as written in the record, in the format that the pipeline declares. */
  void time(String text) throws BadRecordException {
    if (timeReader == null) {
      throw new IllegalStateException("the events' time is no field");
    }
    if (text.isEmpty()) {
      return;
    }
    if (text.length() > Limits.NUMBER_CHARS) {
      throw new BadRecordException(
          DeadLetterCause.TOO_LARGE, "the time has " + text.length() + " chars");
    }
    try {
      time(timeReader.read(text));
    } catch (RuntimeException e) { // what java.time throws for what it cannot read
      throw new BadRecordException(
          DeadLetterCause.BAD_TIME, "the time '" + text + "' is not in the declared format");
    }
  }

  /** A time in milliseconds since 1970-01-01T00:00Z. */
  void time(long time) {
    event.time = time;
    hasTime = true;
  }

  /** A number that is there; NaN and infinities are refused. */
  void number(FieldRole field, double value) throws BadRecordException {
    if (!Double.isFinite(value)) {
      throw new BadRecordException(
          DeadLetterCause.BAD_NUMBER,
          field.name() + " is " + value + ": a missing number is null or absent");
    }
    event.numbers[field.number()] = value;
  }

  /** All numbers at once, finite or NaN where missing; copied. */
  void numbers(double[] values) {
    System.arraycopy(values, 0, event.numbers, 0, values.length);
  }

  /** The i-th number of a field that has several. */
  void number(FieldRole field, int i, double value) throws BadRecordException {
    if (i >= field.form().width()) {
      throw wrongCount(field, "more");
    }
    if (!Double.isFinite(value)) {
      throw new BadRecordException(
          DeadLetterCause.BAD_NUMBER, field.name() + "[" + i + "] is " + value);
    }
    event.numbers[field.number() + i] = value;
  }

  /** Says that so many numbers of the field have come. */
  void counted(FieldRole field, int count) throws BadRecordException {
    if (count < field.form().width()) {
      throw wrongCount(field, String.valueOf(count));
    }
  }

  private static BadRecordException wrongCount(FieldRole field, String count) {
    return new BadRecordException(
        DeadLetterCause.WRONG_TYPE,
        field.name() + " must be " + field.form().width() + " numbers, but has " + count);
  }

  /** A field whose form is made of text. */
  void text(FieldRole field, String text) throws BadRecordException {
    if (field.form() instanceof FieldForm.Text form) {
      form.write(text, event.numbers, field.number());
    } else if (field.form() instanceof FieldForm.Word word) {
      event.numbers[field.number()] = word.number(text);
    } else if (field.form() instanceof FieldForm.Symbol symbol) {
      int index = symbol.index(text);
      if (index < 0) {
        throw new BadRecordException(
            DeadLetterCause.WRONG_TYPE,
            "%s must be one of %s, but is '%s'"
                .formatted(field.name(), shown(symbol.written()), Limits.shown(text)));
      }
      event.numbers[field.number()] = index;
    }
  }

  private static String shown(List<String> names) {
    return names.size() <= 10 ? names.toString() : names.subList(0, 10) + " and more";
  }

  Event finish() throws BadRecordException {
    if (!hasKey) {
      throw new BadRecordException(
          DeadLetterCause.MISSING_KEY, nameOfKey() + " is absent, null or empty");
    }
    if (!hasTime) {
      throw new BadRecordException(
          DeadLetterCause.MISSING_TIME, nameOfTime() + " is absent, null or empty");
    }
    return event;
  }

  private String nameOfKey() {
    return events.key() instanceof EventKey.Field field ? "the key " + field.name() : "the key";
  }

  private String nameOfTime() {
    if (events.time() instanceof EventTime.Field field) {
      return "the time " + field.name();
    }
    return events.time() instanceof EventTime.Every
        ? "the header " + EventHeaders.TIME + ", which a replay writes,"
        : "the timestamp of the Kafka record";
  }

  private static String checked(String what, String text) throws BadRecordException {
    if (text.length() > Limits.KEY_CHARS) {
      throw new BadRecordException(
          DeadLetterCause.TOO_LARGE,
          "the " + what + " has " + text.length() + " chars, at most " + Limits.KEY_CHARS);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(++i))) {
          throw new BadRecordException(
              DeadLetterCause.BAD_ENCODING, "the " + what + " holds half a surrogate pair");
        }
      }
    }
    return text;
  }
}
